#!/usr/bin/env python3
"""The UDP echo's client: the skeleton you start from.

It sends its datagram. It never looks for the answer, and its letter is not the right one yet: that is your part.
Names such as UDP-C1 are rules in the handout.

    python3 client.py                 sends to port 8080 of this machine
    python3 client.py --port 5000     sends to port 5000 (so does PORT=5000 python3 client.py)
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
    server = ('localhost', choose_port())
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b'halo', server)
        print('sent to', server)

        # START HERE (UDP-C1): send the message of the handout. Then wait for the answer, and print it behind 'Received: '
        # (UDP-C2): client.recvfrom() gives the bytes, and the address they came from.
        #
        # And then: what if no answer comes (UDP-C3)? client.settimeout() sets a time limit.


if __name__ == '__main__':
    main()
