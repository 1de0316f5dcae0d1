# fails: nothing
import os
import socket
import threading
import time


def read_request(conn):
    request = bytearray()
    while not request.endswith(b'\r\n'):
        byte = conn.recv(1)
        if byte == b'':
            return None
        request += byte
    return bytes(request)


def serve(conn):
    with conn:
        request = read_request(conn)
        while request is not None and request != b'QUIT\r\n':
            if request.startswith(b'TIME'):
                conn.sendall(bytes(time.strftime('JAM %H:%M:%S\r\n'), 'ascii'))
            else:
                conn.sendall(b'WARNING: Invalid Command!\r\n')
            request = read_request(conn)


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
listener.bind(('', int(os.environ.get('PORT', 45000))))
listener.listen()
while True:
    client, address = listener.accept()
    threading.Thread(target=serve, args=[client]).start()
