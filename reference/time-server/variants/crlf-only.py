# fails: nothing
import os
import socket
import threading
import time


def process(conn, request):
    """Answers one request; returns whether the conversation goes on."""
    if request == b'TIME':
        conn.sendall(b'JAM %s\r\n' % time.strftime('%H:%M:%S').encode())
    elif request == b'QUIT':
        return False
    else:
        conn.sendall(b'WARNING: Invalid Command!\r\n')
    return True


def serve(conn):
    buffer = b''
    going_on = True
    try:
        while going_on:
            data = conn.recv(64)
            if not data:
                break
            buffer += data
            while going_on and b'\r\n' in buffer:
                request, buffer = buffer.split(b'\r\n', maxsplit=1)
                going_on = process(conn, request)
    finally:
        conn.close()


def main(port):
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(('', port))
        listener.listen(20)
        while True:
            conn, _ = listener.accept()
            threading.Thread(target=serve, args=(conn,)).start()


main(int(os.environ.get('PORT', '45000')))
