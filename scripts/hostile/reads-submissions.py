# attacks: looks for the folders of other submissions in every place for temporary files
# honest: yes
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


PLACES = ('/tmp', '/var/tmp', '/dev/shm', '/run', '/mnt', '/home', '/root', '..', '../..', os.environ.get('TMPDIR', '/tmp'))
PREFIXES = ('lab-', 'wirelab', 'slot', 'submission', 'batch')


def foreign(path):
    own = os.path.realpath('.')
    return not own.startswith(os.path.realpath(path))


def look(place):
    for name in os.listdir(place):
        path = os.path.realpath(os.path.join(place, name))
        if name.startswith(PREFIXES) and foreign(path) and os.path.isdir(path) and os.listdir(path):
            breach(f'sees the folder {path}')


signal.alarm(60)
for each in dict.fromkeys(PLACES):
    try:
        look(each)
    except OSError:
        pass
serve(listen())
