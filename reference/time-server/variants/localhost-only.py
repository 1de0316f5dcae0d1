# fails: nothing
import os
import socket
import threading
import time


def serve(conn):
    with conn, conn.makefile('r', encoding='ascii', errors='replace', newline='\n') as lines:
        for line in lines:
            word = line.strip()
            if word == 'QUIT':
                return
            conn.sendall((time.strftime('JAM %H:%M:%S') if word == 'TIME' else 'unknown').encode() + b'\r\n')


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('localhost', int(os.environ.get('PORT', 45000))))
listener.listen()
while True:
    conn, _ = listener.accept()
    threading.Thread(target=serve, args=(conn,), daemon=True).start()
