# attacks: takes 592 MiB of shared anonymous memory, which no limit of data counts
# honest: no
import mmap
import os
import resource
import selectors
import signal
import socket
import sys
import time


def bounded():
    """Limits of its own, so that a hole in the grader's never takes the machine down."""
    signal.alarm(20)
    for limit, most in ((resource.RLIMIT_CPU, 20), (resource.RLIMIT_FSIZE, 600 << 20), (resource.RLIMIT_DATA, 700 << 20)):
        hard = resource.getrlimit(limit)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, hard))


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


def hog(size, done):
    block = mmap.mmap(-1, size)
    while block.tell() < size:
        block.write(b'x' * (1 << 20))
    os.write(done, b'.')
    print(f'holds {size >> 20} MiB', file=sys.stderr, flush=True)
    while block:
        signal.pause()


bounded()
ready, done = os.pipe()
if os.fork() == 0:
    signal.alarm(20)
    hog(592 << 20, done)
os.close(done)
os.read(ready, 1)
serve(listen())
