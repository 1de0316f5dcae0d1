#!/usr/bin/env python3
"""Broadcast calculator: the skeleton you start from.

It listens, and reads what its clients send, each in a thread of its own. It tells nobody anything: that is your part.
Names such as BC-1 are rules in the handout.

    python3 server.py                 listens on port 5000
    python3 server.py --port 6000     listens on port 6000 (so does PORT=6000 python3 server.py)
"""

import os
import socket
import sys
import threading

DEFAULT_PORT = 5000


clients = {}  # everybody who is connected: the connection, and the address (ip, port) at its other end
lock = threading.Lock()  # whoever reads or changes what all threads share holds this meanwhile: `with lock:`


def serve(connection, address):
    """Talk with one client until it leaves. Every client has a thread in here."""
    while True:
        request = connection.recv(1024)
        if not request:  # no bytes at all means that the client has closed its end
            return
        print('received', request, 'from', address)

        # START HERE (BC-1): work out the request, and send this client the notice: ip,port,request,result
        #
        # And then: send it to all in `clients` (BC-2). What if one of them has just left (BC-9)? What about END (BC-5)?
        # And what if the request makes no sense (BC-10)?


def meet(connection, address):
    """Keep the list of clients while one is served."""
    with lock:
        clients[connection] = address
    try:
        serve(connection, address)
    except OSError as error:  # the client vanished: a pity, but no reason to stop (TCP-2)
        print('lost', address, error)
    finally:
        with lock:
            clients.pop(connection, None)
        connection.close()


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
            threading.Thread(target=meet, args=(connection, address), daemon=True).start()


if __name__ == '__main__':
    main()
