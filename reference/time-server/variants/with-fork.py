# fails: nothing
import os
import signal
import socket
import time


def reap(signum, frame):
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def serve(conn):
    buffer = b''
    while data := conn.recv(512):
        buffer += data
        while b'\r\n' in buffer:
            request, _, buffer = buffer.partition(b'\r\n')
            if request == b'QUIT':
                return
            if request.startswith(b'TIME'):
                conn.sendall(b'JAM %02d:%02d:%02d\r\n' % time.localtime()[3:6])
            else:
                conn.sendall(b'WARNING: Invalid Command!\r\n')


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('', int(os.environ.get('PORT', 45000))))
listener.listen(10)
signal.signal(signal.SIGCHLD, reap)

while True:
    conn, peer = listener.accept()
    if os.fork() == 0:
        listener.close()
        try:
            serve(conn)
        except OSError:
            pass
        os._exit(0)
    conn.close()
