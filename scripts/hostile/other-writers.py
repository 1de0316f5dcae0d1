# attacks: tries to write wherever something would outlive it
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


PLACES = (
    '/', '/etc', '/etc/cron.d', '/etc/profile.d', '/usr', '/usr/bin', '/usr/local/bin', '/usr/lib/python3/dist-packages',
    '/var/tmp', '/var/spool/cron', '/var/spool/cron/crontabs', '/var/spool/at', '/var/spool/cron/atjobs',
    '/var/lib/systemd/linger', '/run', '/run/lock', '/opt', '/srv', '/home', '/root', '/mnt', '/dev', '/dev/mqueue',
    '/sys/fs/bpf',
)


def makes_file_in(folder):
    path = os.path.join(folder, f'hostile-{os.getpid()}')
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        os.unlink(path)
        return True
    except OSError:
        return False


signal.alarm(60)
for place in PLACES:
    if makes_file_in(place):
        breach(f'can make files in {place}')
serve(listen())
