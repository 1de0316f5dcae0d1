# attacks: looks for variables of the user in its own environment and in those of others
# honest: yes
import os
import selectors
import signal
import socket
import sys
import time


def breach(what):
    print('BREACH:', what, file=sys.stderr, flush=True)


def contained():
    """Whether it has a process tree of its own. Elsewhere it would hit others, and leaves the worst out."""
    try:
        with open('/proc/1/comm') as comm:
            first = comm.read().strip()
        return os.readlink('/proc/self/ns/pid') != 'pid:[4026531836]' and (os.getpid() == 1 or first == 'bwrap')
    except OSError:
        return False


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


EXPECTED = {
    'HOME', 'HOSTNAME', 'LAB_RUN', 'LAB_ZONES', 'LANG', 'LC_ALL', 'LC_CTYPE', 'LOGNAME', 'NO_COLOR', 'OLDPWD', 'PATH', 'PORT', 'PWD',
    'PYTHONTZPATH', 'PYTHONUNBUFFERED', 'SHELL', 'SHLVL', 'TERM', 'TMPDIR', 'TZ', 'TZDIR', 'USER', '_',
}


def names_in(path):
    """Names only: a value might be a secret, and must not get into a report."""
    try:
        with open(path, 'rb') as file:
            return {pair.split(b'=')[0].decode('latin-1') for pair in file.read().split(b'\0') if b'=' in pair}
    except OSError:
        return set()


def look(path):
    strange = sorted(names_in(path) - EXPECTED)
    if strange:
        breach(f'sees in {path}: {", ".join(strange[:10])}')


signal.alarm(60)
look('/proc/self/environ')
if contained():
    for process in filter(str.isdigit, os.listdir('/proc')):
        look(f'/proc/{process}/environ')
serve(listen())
