# attacks: connects to every unix socket without a file that it finds listed
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


def names():
    with open('/proc/net/unix', errors='surrogateescape') as table:
        fields = [line.split(maxsplit=7) for line in table]
    return sorted({each[7].rstrip('\n') for each in fields if len(each) == 8 and each[7].startswith('@')})


def reaches(name):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        with socket.socket(socket.AF_UNIX, kind) as probe:
            probe.settimeout(0.1)
            try:
                probe.connect('\0' + name[1:].replace('@', '\0'))
                return True
            except OSError:
                pass
    return False


signal.alarm(60)
for found in names()[:200]:
    if reaches(found):
        breach(f'reaches the abstract socket {ascii(found)}')
serve(listen())
