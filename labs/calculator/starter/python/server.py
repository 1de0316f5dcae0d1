#!/usr/bin/env python3
"""Calculator: the skeleton you start from.

It listens and reads what its clients send, one client after the other. It never answers: that is your part.
Names such as CALC-1 are rules in the handout.

    python3 server.py                 listens on port 5000
    python3 server.py --port 6000     listens on port 6000 (so does PORT=6000 python3 server.py)
"""

import os
import socket
import sys

DEFAULT_PORT = 5000


def serve(connection):
    """Talk with one client until it leaves."""
    while True:  # a client may ask many times (CALC-4)
        request = connection.recv(1024)
        if not request:  # no bytes at all means that the client has closed its end
            return
        print('received', request)

        # START HERE (CALC-1): work out the request and send the result. `request` holds bytes such as b'1 + 4', not text;
        # connection.sendall() wants bytes too, and nobody wants a newline behind them.
        #
        # And then: what does 8 / 2 give (CALC-2)? And -7 / 2 (CALC-6)? What if the request makes no sense (CALC-7)?


def choose_port():
    """The last argument (of `--port 6000`, or of `6000` alone), else the environment's PORT, else the lab's own port."""
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
            with connection:  # closes the socket at the end, whatever happens
                try:
                    serve(connection)
                except OSError as error:  # the client vanished: a pity, but no reason to stop (TCP-2)
                    print('lost', address, error)


if __name__ == '__main__':
    main()
