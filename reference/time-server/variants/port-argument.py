# fails: nothing
import socket
import sys
import threading
import time


def serve(conn):
    line = bytearray()
    while True:
        data = conn.recv(16)
        if not data:
            break
        for byte in data:
            if byte != ord('\n'):
                line.append(byte)
                continue
            if line.strip() == b'QUIT':
                conn.close()
                return
            if line.startswith(b'TIME'):
                conn.sendall(time.strftime('JAM %H:%M:%S\r\n').encode())
            line.clear()
    conn.close()


if len(sys.argv) > 2:
    sys.exit('usage: port-argument.py [PORT]')
port = int(sys.argv[1]) if len(sys.argv) == 2 else 45000
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('', port))
listener.listen(16)
while True:
    conn, _ = listener.accept()
    threading.Thread(target=serve, args=(conn,)).start()
