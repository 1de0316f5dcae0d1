# fails: nothing
import os
import socket
import threading
from time import localtime, strftime


def whole_lines(conn):
    rest = b''
    while chunk := conn.recv(100):
        *lines, rest = (rest + chunk).split(b'\r\n')
        yield from lines


def serve(conn):
    with conn:
        for line in whole_lines(conn):
            if not line.startswith(b'TIME'):
                break  # QUIT, or nothing this server speaks
            conn.sendall(strftime('JAM %H:%M:%S\r\n', localtime()).encode())


with socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 45000)))) as listener:
    while True:
        conn, _ = listener.accept()
        threading.Thread(target=serve, args=(conn,), daemon=True).start()
