#!/usr/bin/env python3
"""Broadcast calculator: the skeleton of the client.

It connects, and waits for its user and for the server at once, each in a thread of its own. It passes nothing on: that is your part.
Names such as BC-C1 are rules in the handout.

    python3 client.py                     connects to port 5000 of this machine
    python3 client.py 127.0.0.1 6000      connects to port 6000
"""

import os
import socket
import sys
import threading

DEFAULT_PORT = 5000


def hear(connection):
    """Wait for the server, while main() waits for the user."""
    while True:
        data = connection.recv(1024)
        if not data:  # no bytes at all means that the server has closed (CLI-3: what should become of this program?)
            return
        # BC-C2: your user should see this now (print has an option flush=True). And what if it is the total (BC-C3)?
        # os._exit(0) ends the whole program, from any thread.


def choose_host_and_port():
    """Two arguments, else the environment's HOST and PORT, else the lab's own port on this machine."""
    if len(sys.argv) > 2:
        return sys.argv[1], int(sys.argv[2])
    return os.environ.get('HOST', '127.0.0.1'), int(os.environ.get('PORT', DEFAULT_PORT))


def main():
    with socket.create_connection(choose_host_and_port()) as connection:  # CLI-2: what if nobody listens there?
        threading.Thread(target=hear, args=(connection,), daemon=True).start()

        for line in sys.stdin:  # ends at the end of the input, which is Ctrl-D at a terminal (CLI-4)
            print('typed', repr(line))  # worth a look: the newline is still there

            # START HERE (BC-C1): send the line, without its newline. connection.sendall() sends, and wants bytes.


if __name__ == '__main__':
    main()
