# fails: nothing
import os
import socket
import threading
import time


def look_at_the_clock():
    time.sleep(0.3)  # a slow clock, but a right one
    return time.strftime('%H:%M:%S')


def serve(conn):
    with conn, conn.makefile('rb') as lines:
        for line in lines:
            request = line.rstrip(b'\r\n')
            if request == b'QUIT':
                break
            if request.startswith(b'TIME'):
                conn.sendall(b'JAM ' + look_at_the_clock().encode() + b'\r\n')


with socket.create_server(('', int(os.environ.get('PORT', 45000))), backlog=64) as listener:
    while True:
        conn, _ = listener.accept()
        threading.Thread(target=serve, args=(conn,), daemon=True).start()
