# fails: nothing
import asyncio
import os
from datetime import datetime


async def serve(reader, writer):
    try:
        while (line := await reader.readline()).endswith(b'\n'):
            command = line.decode('ascii', 'replace').rstrip()
            if command == 'QUIT':
                break
            if command.startswith('TIME'):
                reply = f'JAM {datetime.now():%H:%M:%S}\r\n'
            else:
                reply = 'WARNING: Invalid Command!\r\n'
            writer.write(reply.encode())
            await writer.drain()
    except (ConnectionError, ValueError):  # the client is gone, or its line is longer than the reader holds
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(serve, '0.0.0.0', int(os.environ.get('PORT', 45000)))
    async with server:
        await server.serve_forever()


asyncio.run(main())
