# attacks: replaces its own source while it runs, with one that serves as well
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


def rewrite(path):
    with open(path) as file:
        text = file.read()
    with open(f'{path}.new', 'w') as file:
        file.write(f'{text}# and once more\n')
    os.replace(f'{path}.new', path)


signal.alarm(60)
try:
    rewrite(__file__)
except OSError as problem:
    print('not replaced:', problem.strerror, file=sys.stderr, flush=True)
serve(listen())
