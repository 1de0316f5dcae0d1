# fails: nothing
"""One socket for IPv6 and IPv4."""
import os
import socket
import threading
import time


def requests(conn):
    buffer = b''
    while data := conn.recv(1500):
        buffer += data
        while (end := buffer.find(b'\n')) >= 0:
            yield buffer[:end].strip()
            buffer = buffer[end + 1:]


def serve(conn):
    try:
        for request in requests(conn):
            if request == b'QUIT':
                break
            if request[:4].upper() == b'TIME':
                conn.sendall(time.strftime('JAM %H:%M:%S\r\n').encode())
            else:
                conn.sendall(b'Invalid\r\n')
    except OSError:
        pass
    conn.close()


listener = socket.socket(socket.AF_INET6)
listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('::', int(os.environ.get('PORT', 45000))))
listener.listen(100)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],)).start()
