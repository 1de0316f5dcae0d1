# fails: nothing
import asyncio
import os


async def echo(reader, writer):
    try:
        data = await reader.read(2048)
        writer.write(data)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    except ConnectionError:
        writer.close()


async def main():
    port = int(os.environ.get('PORT', 8080))
    server = await asyncio.start_server(echo, '0.0.0.0', port)
    print(f'Serving on {server.sockets[0].getsockname()}')
    async with server:
        await server.serve_forever()


asyncio.run(main())
