# attacks: opens the memory, the root and the files of every process it sees
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


def others():
    return [int(name) for name in os.listdir('/proc') if name.isdigit() and int(name) != os.getpid()]


def opens(path, flags):
    try:
        os.close(os.open(path, flags))
        return True
    except OSError:
        return False


def power(pid):
    """What the kernel grants a process, in its own words."""
    with open(f'/proc/{pid}/status') as status:
        lines = [line for line in status if line.startswith(('Uid', 'Gid', 'Cap', 'NoNewPrivs', 'Seccomp'))]
    return lines + [os.readlink(f'/proc/{pid}/ns/{space}') for space in ('user', 'mnt', 'net', 'pid')]


def has_more(pid):
    try:
        return power(pid) != power('self')
    except OSError:
        return True


def look(pid):
    """Opening is proof enough: nothing is read or written. What has no more rights than itself is no prize."""
    if not has_more(pid):
        return
    for name in ('mem', 'environ', 'root', 'cwd', 'maps', 'fd'):
        if opens(f'/proc/{pid}/{name}', os.O_RDWR if name == 'mem' else os.O_RDONLY):
            breach(f'opens /proc/{pid}/{name}')


signal.alarm(60)
if contained():
    for number in others():
        look(number)
else:
    breach(f'sees {len(others())} processes that are not its own')
serve(listen())
