#!/usr/bin/env python3
# fails: nothing
"""A time server with one thread for each client."""
import os
import socket
import threading
import time


def answer(line):
    if line.upper().startswith(b'TIME'):
        return time.strftime('JAM %H:%M:%S\r\n').encode()
    return b'WARNING: Invalid Command!\r\n'


def serve(conn):
    with conn:
        buffer = b''
        while True:
            data = conn.recv(1024)
            if not data:
                return
            buffer += data
            while b'\n' in buffer:
                line, buffer = buffer.split(b'\n', 1)
                if line.rstrip() == b'QUIT':
                    return
                conn.sendall(answer(line))


def main():
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(('0.0.0.0', int(os.environ.get('PORT', 45000))))
    listener.listen(50)
    while True:
        conn, address = listener.accept()
        threading.Thread(target=serve, args=(conn,)).start()


if __name__ == '__main__':
    main()
