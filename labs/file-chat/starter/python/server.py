#!/usr/bin/env python3
"""Chat with files: the skeleton you start from.

It listens and reads what its clients send, every client in a thread of its own. It never answers: that is your part.
Names such as FILE-1 are rules in the handout.

    python3 server.py                 listens on port 8081
    python3 server.py --port 5000     listens on port 5000 (so does PORT=5000 python3 server.py)
"""

import os
import socket
import sys
import threading

DEFAULT_PORT = 8081

# The connections of everybody in the room. All threads share them, so whoever changes the list holds the lock.
connections = []
lock = threading.Lock()


def serve(connection, address):
    """Hear one client out until it leaves. `address` is a pair: its IP address and its port."""
    while True:
        data = connection.recv(1024)
        if not data:  # no bytes at all means that the client has closed its end
            return
        print('received', data)  # worth watching: this is how TCP really cuts things up

        # START HERE (FILE-1): pass a line on to everyone else, with the address of this client in front. `data` holds bytes,
        # not text; somebody's connection.sendall() wants bytes too.
        #
        # And then: after a line SEND, what comes is no longer lines but a file, up to its mark (FILE-2). Keep a copy of
        # it (FILE-3). What if `data` holds the end of the file and half the mark (FILE-6)?


def talk(connection, address):
    with lock:
        connections.append(connection)
    with connection:  # closes the socket at the end, whatever happens
        try:
            serve(connection, address)
        except OSError as error:  # the client vanished: a pity, but no reason to stop (TCP-2)
            print('lost', address, error)
    with lock:
        connections.remove(connection)


def choose_port():
    """The last argument (of `--port 5000`, or of `5000` alone), else the environment's PORT, else the lab's own port."""
    if len(sys.argv) > 1:
        return int(sys.argv[-1])
    return int(os.environ.get('PORT', DEFAULT_PORT))


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        # Without this the port stays taken for a while after the server has stopped (TCP-4). It must come before bind.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(('0.0.0.0', choose_port()))
        listener.listen()
        print('listening on port', listener.getsockname()[1])

        while True:
            connection, address = listener.accept()
            threading.Thread(target=talk, args=(connection, address), daemon=True).start()


if __name__ == '__main__':
    main()
