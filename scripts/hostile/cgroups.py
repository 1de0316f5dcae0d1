# attacks: tries to make, leave and change control groups
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


ROOT = '/sys/fs/cgroup'
SETTINGS = {
    'cgroup.procs', 'tasks', 'release_agent', 'memory.max', 'memory.limit_in_bytes', 'pids.max', 'cpu.max',
    'devices.allow',
}


def folders():
    queue = [ROOT]
    for folder in queue[:200]:
        yield folder
        try:
            queue += [entry.path for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
        except OSError:
            pass


def makes_folder_in(folder):
    path = os.path.join(folder, f'hostile-{os.getpid()}')
    try:
        os.mkdir(path)
        os.rmdir(path)
        return True
    except OSError:
        return False


def opens(path):
    """Opening is proof enough: nothing is written."""
    try:
        os.close(os.open(path, os.O_WRONLY))
        return True
    except OSError:
        return False


signal.alarm(60)
for each in folders():
    if makes_folder_in(each):
        breach(f'can make a control group in {each}')
    for setting in sorted(SETTINGS):
        if opens(os.path.join(each, setting)):
            breach(f'can write to {os.path.join(each, setting)}')
serve(listen())
