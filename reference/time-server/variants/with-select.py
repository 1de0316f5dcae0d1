# fails: nothing
import os
import select
import socket
import time

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', int(os.environ.get('PORT', 45000))))
listener.listen(32)
pending = {}  # for each client, what it has sent since its last whole line


def drop(sock):
    del pending[sock]
    sock.close()


def feed(sock):
    try:
        data = sock.recv(4096)
    except OSError:  # a reset is one more way to leave
        data = b''
    if not data:
        drop(sock)
        return
    *lines, pending[sock] = (pending[sock] + data.decode('latin-1')).split('\n')
    for line in lines:
        if line.rstrip() == 'QUIT':
            drop(sock)
            return
        if line.startswith('TIME'):
            reply(sock, time.strftime('JAM %H:%M:%S\r\n'))


def reply(sock, text):
    try:
        sock.sendall(text.encode())
    except OSError:
        pass  # recv() will say the same in a moment


while True:
    ready, _, _ = select.select([listener, *pending], [], [])
    for sock in ready:
        if sock is listener:
            client, _ = listener.accept()
            pending[client] = ''
        elif sock in pending:
            feed(sock)
