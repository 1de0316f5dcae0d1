# attacks: links to files outside, to itself and to devices, handed in and made while it runs
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


LINKS = {'root': '/', 'up': '../../../..', 'self': '.', 'a': 'b', 'b': 'a', 'zero': '/dev/zero', 'passwd.py': '/etc/passwd', 'proc': '/proc/self/root'}


def was_copied(name):
    """Handed in as a link; here it is a file, so what it led to was taken in."""
    return os.path.isfile(name) and not os.path.islink(name)


def leads_outside(name):
    try:
        with open(name) as file:
            return file.read(1) != ''
    except (OSError, UnicodeDecodeError):
        return False


signal.alarm(60)
for handed in ('accounts.txt', 'neighbour.py'):
    if was_copied(handed):
        breach(f'the file that the link {handed} leads to was taken in')
if leads_outside('neighbour.py'):
    breach('a link leads out of its folder to the file of a neighbour')
for name, target in LINKS.items():
    if not os.path.lexists(name):
        os.symlink(target, name)
if not os.path.lexists('pipe'):
    os.mkfifo('pipe')
serve(listen())
