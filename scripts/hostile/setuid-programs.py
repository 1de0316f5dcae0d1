# attacks: starts programs that would run as root, and looks whether they do
# honest: yes
import os
import selectors
import signal
import socket
import stat
import subprocess
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


PLACES = ('/usr/bin', '/usr/sbin', '/usr/lib/openssh', '/usr/lib/dbus-1.0', '/usr/local/bin')
WAITING = {
    'su': ['su'], 'sudo': ['sudo', '-S', 'true'], 'newgrp': ['newgrp'], 'passwd': ['passwd'], 'chsh': ['chsh'], 'pkexec':
    ['pkexec', 'true'],
}


def setuid_programs():
    for place in PLACES:
        try:
            for entry in os.scandir(place):
                if entry.is_file(follow_symlinks=False) and entry.stat().st_mode & stat.S_ISUID:
                    yield entry.path
        except OSError:
            pass


def effective_user(pid):
    with open(f'/proc/{pid}/status') as status:
        line = next(line for line in status if line.startswith('Uid:'))
    return int(line.split()[2])


def becomes_root(path):
    arguments = WAITING.get(os.path.basename(path), [path, '--version'])
    nowhere = subprocess.DEVNULL
    try:
        program = subprocess.Popen(arguments, executable=path, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere)
    except OSError:
        return False
    try:
        users = set()
        until = time.monotonic() + 0.1
        while time.monotonic() < until and program.poll() is None:
            users.add(effective_user(program.pid))
        return 0 in users
    except (OSError, StopIteration):
        return False
    finally:
        program.kill()
        program.communicate()


signal.alarm(60)
if os.getuid() != 0:
    for found in list(setuid_programs())[:12]:
        if becomes_root(found):
            breach(f'{found} runs as root')
serve(listen())
