#!/usr/bin/env python3
# fails: nothing
"""A child for each client; those that are done are taken away when their signal comes."""
import os
import signal
import socket


def reap(number, frame):
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass


def serve(conn):
    message = conn.recv(2048)
    if message:
        conn.sendall(b'%d: ' % os.getpid() + message)


def main():
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(('0.0.0.0', int(os.environ.get('PORT', 8080))))
    listener.listen(50)
    signal.signal(signal.SIGCHLD, reap)
    while True:
        conn, address = listener.accept()
        if os.fork() == 0:
            listener.close()
            try:
                serve(conn)
            finally:
                conn.close()
                os._exit(0)
        conn.close()


if __name__ == '__main__':
    main()
