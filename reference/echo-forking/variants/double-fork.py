# fails: nothing
"""The child forks once more and ends at once, so the grandchild is an orphan that nobody has to wait for."""
import os
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080


def in_grandchild(work, *args):
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    if os.fork() == 0:
        try:
            work(*args)
        except OSError as error:
            print(os.getpid(), error, flush=True)
    os._exit(0)


def answer(sock):
    question = sock.recv(1024)
    sock.sendall(b'%d: %b' % (os.getpid(), question))
    sock.close()


with socket.create_server(('0.0.0.0', port)) as door:
    while True:
        guest, _ = door.accept()
        in_grandchild(answer, guest)
        guest.close()
