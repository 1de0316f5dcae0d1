# attacks: looks for descriptors that it was not meant to inherit, and reads from them
# honest: yes
import fcntl
import os
import selectors
import signal
import socket
import sys
import time


def breach(what):
    print('BREACH:', what, file=sys.stderr, flush=True)


def answers(client, pending):
    try:
        data = client.recv(4096)
        *lines, pending[client] = (pending[client] + data).split(b'\n')
        for line in lines:
            if line.startswith(b'QUIT'):
                return False
            client.sendall(time.strftime('JAM %H:%M:%S\r\n').encode() if line.startswith(b'TIME') else b'?\r\n')
    except OSError:
        return False
    return data != b''


def listen():
    return socket.create_server(('', int(os.environ.get('PORT', 45000))), backlog=64)


def serve(listener):
    pending = {}
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                client = key.fileobj
                if client is listener:
                    client = listener.accept()[0]
                    pending[client] = b''
                    selector.register(client, selectors.EVENT_READ)
                elif not answers(client, pending):
                    selector.unregister(client)
                    del pending[client]
                    client.close()


def inherited():
    """What Python opens for itself is closed on exec; what it was handed is not."""
    for number in range(3, 1024):
        try:
            if not fcntl.fcntl(number, fcntl.F_GETFD) & fcntl.FD_CLOEXEC:
                yield number
        except OSError:
            pass


def head(number):
    try:
        os.set_blocking(number, False)
        return os.read(number, 40)
    except OSError:
        return b''


signal.alarm(60)
for number in inherited():
    breach(f'was handed descriptor {number}, {os.readlink(f"/proc/self/fd/{number}")}, which gives {ascii(head(number))}')
serve(listen())
