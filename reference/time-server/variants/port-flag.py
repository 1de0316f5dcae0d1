# fails: nothing
import argparse
import socket
import threading
from datetime import datetime

INVALID = b'WARNING: Invalid Command!\r\n'


def handle_client(client):
    buffer = b''
    with client:
        while True:
            try:
                data = client.recv(4096)
            except OSError:
                return
            if not data:
                return
            *lines, buffer = (buffer + data).split(b'\n')
            for line in lines:
                if line.rstrip(b'\r') == b'QUIT':
                    return
                is_time = line.startswith(b'TIME')
                client.sendall(datetime.now().strftime('JAM %H:%M:%S\r\n').encode() if is_time else INVALID)


def main():
    parser = argparse.ArgumentParser(description='A time server.')
    parser.add_argument('--port', type=int, default=45000, help='port to listen on (default: %(default)s)')
    options = parser.parse_args()
    with socket.create_server(('0.0.0.0', options.port)) as listener:
        print(f'listening on port {options.port}', flush=True)
        while True:
            client, _ = listener.accept()
            threading.Thread(target=handle_client, args=(client,), daemon=True).start()


if __name__ == '__main__':
    main()
