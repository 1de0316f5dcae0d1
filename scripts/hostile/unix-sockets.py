# attacks: connects to every unix socket that lies below /run, /tmp and the like
# honest: yes
import os
import selectors
import signal
import socket
import stat
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


PLACES = ('/run', '/var/run', '/tmp', '/var/tmp', '/dev', '/var/lib', '/mnt')
KNOWN = (
    '/run/docker.sock', '/run/containerd/containerd.sock', '/run/podman/podman.sock', '/run/dbus/system_bus_socket',
    '/run/systemd/private', '/run/systemd/journal/socket', '/run/snapd.socket', '/run/nscd/socket', '/dev/log',
)


def sockets(until):
    yield from KNOWN
    queue = list(PLACES)
    for folder in queue:
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            if time.monotonic() > until:
                return
            if entry.is_dir(follow_symlinks=False) and entry.path.count('/') < 5:
                queue.append(entry.path)
            elif stat.S_ISSOCK(entry.stat(follow_symlinks=False).st_mode):
                yield entry.path


def reaches(path):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        with socket.socket(socket.AF_UNIX, kind) as probe:
            probe.settimeout(0.1)
            try:
                probe.connect(path)
                return True
            except OSError:
                pass
    return False


signal.alarm(60)
for path in dict.fromkeys(sockets(time.monotonic() + 1)):
    if reaches(path):
        breach(f'reaches {path}')
serve(listen())
