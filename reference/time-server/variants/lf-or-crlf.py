# fails: nothing
"""Serves people with nc, whose lines end in LF, as well as those who end them in CR LF."""
import os
import re
import socket
import threading
import time

LINE_END = re.compile(rb'\r?\n')


def serve(conn):
    received = b''
    while data := conn.recv(4096):
        received += data
        *requests, received = LINE_END.split(received)
        for request in requests:
            request = request.upper()
            if request == b'QUIT':
                return
            if request.startswith(b'TIME'):
                conn.sendall(time.strftime('JAM %T\r\n').encode())
            else:
                conn.sendall(b'?\r\n')


def session(conn):
    try:
        serve(conn)
    except OSError:
        pass
    finally:
        conn.close()


listener = socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 45000))))
while True:
    threading.Thread(target=session, args=(listener.accept()[0],), daemon=True).start()
