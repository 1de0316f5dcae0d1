# attacks: listens on as many ports as it may
# honest: yes
import errno
import os
import resource
import selectors
import signal
import socket
import sys
import time


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


def more(most):
    held = []
    try:
        for port in range(1024, 65536):
            if len(held) == most:
                break
            try:
                held.append(socket.create_server(('127.0.0.1', port), backlog=64))
            except OSError as problem:
                if problem.errno != errno.EADDRINUSE:
                    break
    finally:
        for spare in held[-200:]:
            spare.close()
        del held[-200:]
    print(f'listens on {len(held) + 1} ports', file=sys.stderr, flush=True)
    return held


def serve(listeners):
    pending = {}
    with selectors.DefaultSelector() as selector:
        for listener in listeners:
            selector.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                client = key.fileobj
                if client in listeners:
                    client = client.accept()[0]
                    pending[client] = b''
                    selector.register(client, selectors.EVENT_READ)
                elif not answers(client, pending):
                    selector.unregister(client)
                    del pending[client]
                    client.close()


signal.alarm(60)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
first = listen()
serve({first, *more(4000 if contained() else 400)})
