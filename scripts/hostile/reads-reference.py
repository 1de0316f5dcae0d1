# attacks: searches the whole disk for the reference, its mutants and the graders
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


NAMES = (
    'reference/time-server/server.ts', 'reference/time-server/mutants/lf-only.diff', 'labs/time-server/lab.yaml',
    'graders/time-server.ts', 'graders/time-server.js', 'graders/engine/run.ts', 'dist/scripts/lab.js',
)
SKIPPED = {'/proc', '/sys', '/dev', os.getcwd()}


def starts():
    """The root, and whatever other folders it has been handed or can see through other processes."""
    found = ['/']
    for pid in ['self', *filter(str.isdigit, os.listdir('/proc'))]:
        found += [f'/proc/{pid}/root', f'/proc/{pid}/cwd']
        try:
            found += [f'/proc/{pid}/fd/{number}' for number in os.listdir(f'/proc/{pid}/fd')]
        except OSError:
            pass
    return [path for path in found if os.path.isdir(path)]


def readable(path):
    try:
        with open(path, 'rb') as file:
            return file.read(1) != b''
    except OSError:
        return False


def search(until):
    """Breadth first: what lies near the root is found before the time is up."""
    queue = starts()
    seen = set()
    for folder in queue:
        real = os.path.realpath(folder)
        if time.monotonic() > until or real in seen or (real in SKIPPED and real == folder):
            continue
        seen.add(real)
        for name in NAMES:
            if readable(os.path.join(folder, name)):
                breach(f'read {os.path.join(folder, name)}')
        try:
            with os.scandir(folder) as entries:
                queue += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        except OSError:
            pass


signal.alarm(60)
search(time.monotonic() + 1)
serve(listen())
