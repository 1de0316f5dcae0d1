#!/usr/bin/env python3
"""Chat: the skeleton of the client.

It connects, and waits for its user and for the server at once, each in a thread of its own. It says nothing: that is your part.
Names such as CHAT-C1 are rules in the handout.

    python3 client.py                     connects to port 9009 of this machine
    python3 client.py 127.0.0.1 5000      connects to port 5000
"""

import os
import socket
import sys
import threading

DEFAULT_PORT = 9009


def hear(connection):
    """Wait for the server, while main() waits for the user."""
    while True:
        data = connection.recv(1024)
        if not data:  # no bytes at all means that the server has closed (CHAT-C5: what should become of this program?)
            return
        # CHAT-C4: your user should see this, as it is, now (print has an option flush=True). And what if the name was taken (CHAT-C5)?


def choose_host_and_port():
    """Two arguments, else the environment's HOST and PORT, else the lab's own port on this machine."""
    if len(sys.argv) > 2:
        return sys.argv[1], int(sys.argv[2])
    return os.environ.get('HOST', '127.0.0.1'), int(os.environ.get('PORT', DEFAULT_PORT))


def main():
    host, port = choose_host_and_port()

    # START HERE (CHAT-C1): read the first line, which should be `login` (CHAT-C2), and then the name: input() reads a line.
    # All of that comes before the connection.

    with socket.create_connection((host, port)) as connection:  # CLI-2: what if nobody listens there?
        # Now log in: connection.sendall() wants bytes, such as 'saja says saja'.encode().

        threading.Thread(target=hear, args=(connection,), daemon=True).start()
        for line in sys.stdin:  # ends at the end of the input, which is Ctrl-D at a terminal (CLI-4)
            print('typed', repr(line))  # CHAT-C3: and what goes out? Mind the newline: is it there already?


if __name__ == '__main__':
    main()
