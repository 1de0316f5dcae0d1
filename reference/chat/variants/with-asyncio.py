# fails: nothing
import asyncio
import os

writers = {}


def tell(writer, text):
    writer.write(f'\r{text}\n'.encode('utf-8', 'surrogateescape'))


def tell_others(name, text):
    for other, writer in writers.items():
        if other != name:
            tell(writer, text)


def is_login(words):
    return len(words) == 3 and words[0] == words[2] and words[1] == 'says'


def command(name, words):
    match words:
        case [_, 'says', 'list', *_]:
            tell(writers[name], 'list yang online' + ''.join(f'\n{user} is online ' for user in writers))
        case [_, 'says', 'sendall', *text]:
            tell_others(name, ' '.join([name, 'says', *text, '']))
        case [_, 'says', 'sendto', to, *text] if to in writers:
            tell(writers[to], ' '.join([name, 'says', *text, '']))
        case [_, 'says', 'sendto', *_]:
            tell(writers[name], 'tidak ada')
        case [_, *_]:
            tell(writers[name], 'invalid command')


async def serve(reader, writer):
    name = None
    rest = ''
    try:
        while data := await reader.read(4096):
            rest += data.decode('utf-8', 'surrogateescape')
            *lines, rest = rest.split('\n')
            if name is None and is_login(rest.split()):
                lines.append(rest)
                rest = ''
            for line in lines:
                words = line.split()
                if name is not None:
                    command(name, words)
                elif is_login(words) and words[0] in writers:
                    tell(writer, 'username sudah dipake')
                elif is_login(words):
                    name = words[0]
                    writers[name] = writer
                    tell_others(name, f'{name} sudah terhubung dengan system')
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        if name is not None:
            del writers[name]
            tell_others(name, f'({name}) off')
        writer.close()


async def main():
    server = await asyncio.start_server(serve, '0.0.0.0', int(os.environ.get('PORT', 9009)))
    await server.serve_forever()


asyncio.run(main())
