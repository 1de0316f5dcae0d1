# fails: nothing
import asyncio
import os


async def echo(reader, writer):
    try:
        while data := await reader.read(10_000):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(echo, host='0.0.0.0', port=os.environ.get('PORT', 8889))
    await server.serve_forever()


asyncio.run(main())
