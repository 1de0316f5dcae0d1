# fails: TIME-4
import os
import socket
import time

with socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 45000)))) as listener:
    conn, _ = listener.accept()
    buffer = b''
    leaving = False
    while not leaving:
        data = conn.recv(1024)
        leaving = not data
        *lines, buffer = (buffer + data).split(b'\r\n')
        for line in lines:
            if line == b'QUIT':
                leaving = True
                break
            conn.sendall(time.strftime('JAM %H:%M:%S\r\n').encode() if line.startswith(b'TIME') else b'?\r\n')
    conn.close()
