#!/usr/bin/env python3
"""Threading echo: the skeleton you start from.

It listens, and reads what each client sends, one client after the other. It never answers: that is your part.
Names such as THR-1 are rules in the handout.

    python3 server.py                 listens on port 8080
    python3 server.py --port 5000     listens on port 5000 (so does PORT=5000 python3 server.py)
"""

import os
import socket
import sys

DEFAULT_PORT = 8080


def serve(connection):
    """Talk with one client. When this returns, this thread has done its part."""
    data = connection.recv(2048)
    print('received', data)

    # START HERE (THR-1): answer with the name of this thread, a colon, a blank, and what has come. `import threading`, and
    # threading.current_thread().name tells the name. `data` holds bytes, and connection.sendall() wants bytes: make bytes of the
    # name, and no text of the message (THR-5).


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
            # THEN (THR-2): let a thread of its own do this part for each client, and go straight on to the next accept. For as
            # long as this thread serves, nobody else gets in (THR-3). Who closes `connection`, and when?
            with connection:  # closes the socket at the end, whatever happens
                try:
                    serve(connection)
                except OSError as error:  # the client vanished: a pity, but no reason to stop (TCP-2)
                    print('lost', address, error)


if __name__ == '__main__':
    main()
