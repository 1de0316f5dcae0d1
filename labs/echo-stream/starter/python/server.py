#!/usr/bin/env python3
"""Echo stream: the skeleton you start from.

It listens and reads what its clients send, one client after the other. It never sends: that is your part.
Names such as STREAM-1 are rules in the handout.

    python3 server.py                 listens on port 8889
    python3 server.py --port 5000     listens on port 5000 (so does PORT=5000 python3 server.py)
"""

import os
import socket
import sys

DEFAULT_PORT = 8889


def serve(connection):
    """Talk with one client until it ends its side. When this returns, the connection is closed."""
    while True:
        data = connection.recv(1024)
        if not data:  # no bytes at all means that the client has ended its side (STREAM-3)
            return
        print('received', data)  # worth watching: this is how TCP really cuts things up

        # START HERE (STREAM-1): send back what has come. `data` holds bytes, and connection.sendall() wants bytes: no need for
        # text, and no need to know where a line ends.


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
            # LATER (STREAM-2): while serve() runs, nobody else gets in. How can this loop go straight on to the next accept?
            with connection:  # closes the socket at the end, whatever happens
                try:
                    serve(connection)
                except OSError as error:  # the client vanished: a pity, but no reason to stop (TCP-2)
                    print('lost', address, error)


if __name__ == '__main__':
    main()
