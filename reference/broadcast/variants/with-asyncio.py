# fails: nothing
import asyncio
import operator
import os

OPERATORS = {'+': operator.add, '-': operator.sub, '*': operator.mul, '/': operator.floordiv}
writers = set()
results = []


def tell_everyone(text):
    for writer in writers:
        writer.write(text.encode())


def close_everyone():
    for writer in list(writers):
        writer.close()
    writers.clear()


async def serve(reader, writer):
    ip, port = writer.get_extra_info('peername')
    writers.add(writer)
    try:
        while data := await reader.read(1000):
            if writer not in writers:
                break
            if data == b'END':
                tell_everyone(f'TOTAL : {sum(results)} END')
                close_everyone()
                break
            try:
                left, symbol, right = data.decode().split()
                result = OPERATORS[symbol](int(left), int(right))
            except (ValueError, KeyError, ZeroDivisionError):
                continue
            results.append(result)
            tell_everyone(f'{ip},{port},{data.decode()},{result}')
    except ConnectionError:
        pass
    finally:
        writers.discard(writer)
        writer.close()


async def main():
    server = await asyncio.start_server(serve, '0.0.0.0', int(os.environ.get('PORT', 5000)))
    await server.serve_forever()


asyncio.run(main())
