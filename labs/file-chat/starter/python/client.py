#!/usr/bin/env python3
"""The client of the chat with files: the skeleton you start from.

It connects, and reads what the server sends, in a thread of its own. It does nothing with your lines: that is your part.
Names such as FILE-C1 are rules in the handout.

    python3 client.py                     connects to port 8081 of this machine
    python3 client.py 127.0.0.1 5000      connects to port 5000 (so does HOST=127.0.0.1 PORT=5000 python3 client.py)
"""

import os
import socket
import sys
import threading

DEFAULT_PORT = 8081


def listen(server):
    """Hear the server out until it closes."""
    while True:
        data = server.recv(4096)
        if not data:  # no bytes at all means that the server has closed
            os._exit(0)  # ends the whole program, also while it waits for its user (CLI-3)
        print('received', len(data), 'bytes', flush=True)  # worth watching: this is how TCP really cuts things up

        # SECOND STEP (FILE-C3, FILE-C4): show what others say. But what begins with SEND and a name is a file, and what
        # follows are its bytes, up to the mark. What if `data` holds the end of the file and half the mark (FILE-C5)?


def talk(server):
    for line in sys.stdin:  # with its \n; it ends at Ctrl-D
        # START HERE (FILE-C1): send the line, and show it with <You> in front. `line` is text; server.sendall() wants bytes.
        #
        # And then: a line SEND and a name sends that file, and the mark behind it (FILE-C2). Open it in binary mode.
        pass


def choose_server():
    """The two arguments, else the environment's HOST and PORT, else the lab's own port on this machine."""
    host = sys.argv[1] if len(sys.argv) > 1 else os.environ.get('HOST', '127.0.0.1')
    port = sys.argv[2] if len(sys.argv) > 2 else os.environ.get('PORT', DEFAULT_PORT)
    return host, int(port)


def main():
    address = choose_server()
    try:
        server = socket.create_connection(address)
    except OSError as error:
        sys.exit(f'no connection to {address}: {error}')  # says so, and ends with status 1 (CLI-2)
    with server:  # closes the connection at the end, whatever happens
        threading.Thread(target=listen, args=(server,), daemon=True).start()
        talk(server)


if __name__ == '__main__':
    main()
