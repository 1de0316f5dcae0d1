# fails: nothing
import asyncio
import os


def compute(request: str) -> str:
    match request.split():
        case [a, '+', b]:
            return str(int(a) + int(b))
        case [a, '-', b]:
            return str(int(a) - int(b))
        case [a, '*', b]:
            return str(int(a) * int(b))
        case [a, '/', b]:
            return str(int(a) // int(b))
        case _:
            raise ValueError(request)


async def serve(reader, writer):
    try:
        while data := await reader.read(4096):
            try:
                result = compute(data.decode())
            except (ValueError, ZeroDivisionError):
                result = 'invalid operation'
            writer.write(result.encode())
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(serve, '0.0.0.0', int(os.environ.get('PORT', 5000)))
    await server.serve_forever()


asyncio.run(main())
