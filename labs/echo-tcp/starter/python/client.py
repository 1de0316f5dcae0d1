#!/usr/bin/env python3
"""The TCP echo's client: the skeleton you start from.

It connects, and leaves again. It never shouts: that is your part.
Names such as ECHO-C1 are rules in the handout.

    python3 client.py                 connects to port 8080 of this machine
    python3 client.py --port 5000     connects to port 5000 (so does PORT=5000 python3 client.py)
"""

import os
import socket
import sys

DEFAULT_PORT = 8080
MESSAGE = b'Test message. This will be echoed'


def talk(connection):
    """Send the message, and show what comes back."""
    print('connected; the message has', len(MESSAGE), 'bytes')

    # START HERE (ECHO-C1): send the message. connection.sendall() sends.
    #
    # And then: read what comes back, and print it behind 'Received: ' (ECHO-C2). connection.recv() gives bytes, perhaps not
    # all of them at once: when are they all there? And what does it give when the server has closed (CLI-3)?


def choose_port():
    """The last argument (of `--port 5000`, or of `5000` alone), else the environment's PORT, else the lab's own port."""
    if len(sys.argv) > 1:
        return int(sys.argv[-1])
    return int(os.environ.get('PORT', DEFAULT_PORT))


def main():
    port = choose_port()
    try:
        connection = socket.create_connection(('localhost', port))
    except OSError as error:  # nobody listens there: say so, and end with another status than 0 (CLI-2)
        sys.exit(f'no connection to port {port}: {error}')
    with connection:  # closes the socket at the end, whatever happens (ECHO-C3)
        talk(connection)


if __name__ == '__main__':
    main()
