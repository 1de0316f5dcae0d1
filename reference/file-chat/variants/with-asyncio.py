# fails: nothing
import asyncio
import os
import re

MARK = os.environ.get('LAB_END_MARK', '//AGUEL//TAMTAM//').encode()
PREFIX = os.environ.get('LAB_PREFIX', 'terima_')

writers = set()


async def tell_others(me, data):
    for writer in list(writers):
        if writer is me:
            continue
        try:
            writer.write(data)
            await writer.drain()
        except ConnectionError:
            pass


async def relay_file(name, buffer, reader, writer):
    await tell_others(writer, b'SEND ' + name + b'\n')
    copy_name = PREFIX + re.sub(r'[^\w .-]', '_', name.decode('utf-8', 'replace'))
    with open(copy_name, 'wb') as copy:
        while True:
            at = buffer.find(MARK)
            ready = at if at >= 0 else max(len(buffer) - len(MARK) + 1, 0)
            copy.write(buffer[:ready])
            await tell_others(writer, buffer[:ready])
            if at >= 0:
                break
            data = await reader.read(65536)
            if not data:
                return b''
            buffer = buffer[ready:] + data
    await tell_others(writer, MARK)
    return buffer[at + len(MARK):]


async def serve(reader, writer):
    ip = writer.get_extra_info('peername')[0]
    writers.add(writer)
    buffer = b''
    try:
        while data := await reader.read(65536):
            buffer += data
            while b'\n' in buffer:
                line, buffer = buffer.split(b'\n', 1)
                line = line.removesuffix(b'\r')
                if line.startswith(b'SEND ') and len(line) > len(b'SEND '):
                    buffer = await relay_file(line[5:], buffer, reader, writer)
                else:
                    await tell_others(writer, f'<{ip}> '.encode() + line)
    except OSError:
        pass
    finally:
        writers.discard(writer)
        writer.close()


async def main():
    server = await asyncio.start_server(serve, '0.0.0.0', int(os.environ.get('PORT', 8081)))
    await server.serve_forever()


asyncio.run(main())
