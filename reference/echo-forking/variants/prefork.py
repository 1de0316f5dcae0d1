# fails: nothing
"""Eight children made ahead of time, all of them in accept; one that dies is replaced."""
import os
import socket

CHILDREN = 8


def work(listener):
    prefix = f'{os.getpid()}: '.encode()
    while True:
        conn, _ = listener.accept()
        with conn:
            try:
                conn.sendall(prefix + conn.recv(1024))
            except OSError as error:
                print(os.getpid(), 'lost a client:', error, flush=True)


def start_child(listener):
    if os.fork() == 0:
        try:
            work(listener)
        finally:
            os._exit(1)


listener = socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 8080))), backlog=64)
for _ in range(CHILDREN):
    start_child(listener)
while True:
    os.wait()
    start_child(listener)
