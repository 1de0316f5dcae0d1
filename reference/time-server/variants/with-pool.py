# fails: nothing
import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor

WORKERS = 64


def serve(conn):
    with conn:
        buffer = b''
        while data := conn.recv(1024):
            buffer += data
            *lines, buffer = buffer.split(b'\n')
            for line in lines:
                if line.strip() == b'QUIT':
                    return
                if line.startswith(b'TIME'):
                    conn.sendall(time.strftime('JAM %H:%M:%S\r\n').encode())
                else:
                    conn.sendall(b'NOT UNDERSTOOD\r\n')


listener = socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 45000))))
with ThreadPoolExecutor(max_workers=WORKERS) as pool:
    while True:
        conn, _ = listener.accept()
        pool.submit(serve, conn)
