#!/usr/bin/env python3
"""UDP echo: the skeleton you start from.

It receives datagrams from everybody. It never answers: that is your part.
Names such as UDP-1 are rules in the handout.

    python3 server.py                 receives on port 8080
    python3 server.py --port 5000     receives on port 5000 (so does PORT=5000 python3 server.py)
"""

import os
import socket
import sys

DEFAULT_PORT = 8080


def choose_port():
    """The last argument (of `--port 5000`, or of `5000` alone), else the environment's PORT, else the lab's own port."""
    if len(sys.argv) > 1:
        return int(sys.argv[-1])
    return int(os.environ.get('PORT', DEFAULT_PORT))


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(('0.0.0.0', choose_port()))
        print('receiving on port', server.getsockname()[1])

        while True:
            try:
                data, address = server.recvfrom(1024)
                print('received', data, 'from', address)

                # START HERE (UDP-1): send back what has come. `data` holds bytes, `address` says whose they are, and
                # server.sendto() wants the two of them.
                #
                # And then: how long may a datagram be, and what happens to one that is longer than this recvfrom takes?
            except OSError as error:  # somebody has left before the answer came: no reason to stop (UDP-6)
                print('lost', error)


if __name__ == '__main__':
    main()
