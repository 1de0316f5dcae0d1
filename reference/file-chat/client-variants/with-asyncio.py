# fails: nothing
"""One task for the server, and a reader thread's lines in a queue."""
import asyncio
import os
import pathlib
import sys
import threading

MARK = b'//AGUEL//TAMTAM//'


class Incoming:
    """What has come and has not been looked at, and then what comes."""

    def __init__(self, reader):
        self.reader, self.rest = reader, b''

    async def more(self):
        rest, self.rest = self.rest, b''
        return rest or await self.reader.read(65536)


async def one_file(incoming, data):
    while b'\n' not in data:
        data += await incoming.more()
    line, _, kept = data.partition(b'\n')
    with open('terima_' + pathlib.PurePosixPath(line[5:].decode()).name, 'wb') as copy:
        while MARK not in kept:
            copy.write(kept[:-len(MARK)])
            kept = kept[-len(MARK):] + await incoming.more()
        end = kept.index(MARK)
        copy.write(kept[:end])
    incoming.rest = kept[end + len(MARK):]


async def listen(reader):
    incoming = Incoming(reader)
    while data := await incoming.more():
        if data.startswith(b'SEND '):
            await one_file(incoming, data)
        else:
            print(data.decode(errors='replace'), flush=True)
    print('the server has left')


def keyboard(loop, queue):
    for line in sys.stdin:
        loop.call_soon_threadsafe(queue.put_nowait, line.rstrip('\n'))
    loop.call_soon_threadsafe(queue.put_nowait, None)


async def talk(writer, queue):
    while (line := await queue.get()) is not None:
        print('<You>', line, flush=True)
        if line.startswith('SEND '):
            try:
                data = pathlib.Path(line[5:]).read_bytes()
            except OSError as error:
                print(error, file=sys.stderr)
                continue
            writer.write(line.encode() + b'\n' + data + MARK)
        else:
            writer.write(line.encode() + b'\n')
        await writer.drain()


async def main():
    try:
        reader, writer = await asyncio.open_connection(sys.argv[1], int(sys.argv[2]))
    except OSError as error:
        sys.exit(f'no server: {error}')
    queue = asyncio.Queue()
    threading.Thread(target=keyboard, args=(asyncio.get_running_loop(), queue), daemon=True).start()
    await asyncio.wait(
        [asyncio.ensure_future(listen(reader)), asyncio.ensure_future(talk(writer, queue))],
        return_when=asyncio.FIRST_COMPLETED,
    )
    writer.close()
    sys.stdout.flush()
    os._exit(0)


asyncio.run(main())
