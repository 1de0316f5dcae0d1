#!/usr/bin/env python3
"""The calculator's client: the skeleton you start from.

It connects, and reads what its user types, line after line. It never asks the server: that is your part.
Names such as CALC-C1 are rules in the handout.

    python3 client.py                    connects to port 5000 of this machine
    python3 client.py 192.0.2.7 6000     connects to port 6000 of 192.0.2.7
"""

import socket
import sys

DEFAULT_HOST = '127.0.0.1'
DEFAULT_PORT = 5000


def talk(connection):
    """Talk with the server until the user has no more to ask."""
    for line in sys.stdin:  # ends at the end of the input, which at a terminal is Ctrl-D (CLI-4)
        request = line.rstrip('\n')
        print('read', request)

        # START HERE (CALC-C1): send the request, wait for the answer, and print it (CALC-C2). connection.sendall() wants
        # bytes, and connection.recv() gives bytes: encode() and decode() turn text into bytes, and back.
        #
        # And then: what does recv give when the server has closed (CLI-3)? May an answer come in two pieces (CALC-C3)?


def main():
    host = sys.argv[1] if len(sys.argv) > 1 else DEFAULT_HOST
    port = int(sys.argv[2]) if len(sys.argv) > 2 else DEFAULT_PORT
    try:
        connection = socket.create_connection((host, port))
    except OSError as error:  # nobody listens there: say so, and end with another status than 0 (CLI-2)
        sys.exit(f'no connection to port {port} of {host}: {error}')
    with connection:  # closes the socket at the end, whatever happens
        talk(connection)


if __name__ == '__main__':
    main()
