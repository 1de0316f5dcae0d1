# attacks: starts itself again under a command line full of control characters
# honest: yes
import os
import selectors
import signal
import socket
import sys
import time


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


NASTY = ['\x1b]0;owned\x07\x1b[2J', 'a\nb\rc\td', '<script>alert(1)</script>', '=1+1', '\u202e', 'x' * 100_000, '']


signal.alarm(60)
if len(sys.argv) < 5:
    os.execv(sys.executable, [sys.executable, '-u', __file__, *NASTY])
serve(listen())
