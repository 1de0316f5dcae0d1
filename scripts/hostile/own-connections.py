# attacks: holds 3000 connections to itself in the kernel's tables
# honest: yes
import os
import resource
import selectors
import signal
import socket
import struct
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


def connect_often(count):
    """Both ends are held here. They are reset at the end, so that none lingers in the kernel."""
    held = []
    with socket.create_server(('127.0.0.1', 0), backlog=64) as target:
        try:
            for _ in range(count):
                held.append(socket.create_connection(target.getsockname()))
                held[-1].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                held.append(target.accept()[0])
        except OSError:
            pass
    return held


bounded()
parent, child_end = os.pipe()
for _ in range(6):
    if os.fork() == 0:
        signal.alarm(20)
        os.close(parent)
        connections = connect_often(500)
        os.write(child_end, b'.')
        while connections:
            signal.pause()
os.close(child_end)
for _ in range(6):
    os.read(parent, 1)
serve(listen())
