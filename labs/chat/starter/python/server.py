#!/usr/bin/env python3
"""Chat: the skeleton you start from.

It listens and reads what its clients send, every client in a thread of its own. It never answers: that is your part.
Names such as CHAT-1 are rules in the handout.

    python3 server.py                 listens on port 9009
    python3 server.py --port 5000     listens on port 5000 (so does PORT=5000 python3 server.py)
"""

import os
import socket
import sys
import threading

DEFAULT_PORT = 9009

# Everybody who is logged in: the connection of each, by name. All threads share it, so whoever changes it holds the lock.
users = {}
lock = threading.Lock()


def serve(connection):
    """Hear one client out until it leaves."""
    while True:
        data = connection.recv(1024)
        if not data:  # no bytes at all means that the client has closed its end (CHAT-7: who should hear of it?)
            return
        print('received', data)  # worth watching: this is how TCP really cuts things up

        # START HERE (CHAT-1): is this a login, such as b'saja says saja'? Then enter the name in users and tell the others.
        # `data` holds bytes, not text; somebody's connection.sendall() wants bytes too.
        #
        # And then: what if the name is taken (CHAT-2)? Which commands are there (CHAT-3 to CHAT-6)? What if `data` holds
        # half a line, or three of them (CHAT-12)?


def talk(connection, address):
    with connection:  # closes the socket at the end, whatever happens
        try:
            serve(connection)
        except OSError as error:  # the client vanished: a pity, but no reason to stop (TCP-2)
            print('lost', address, error)


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
