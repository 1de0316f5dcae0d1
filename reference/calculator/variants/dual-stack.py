# fails: nothing
"""One socket for IPv6 and IPv4; a process for each client."""
import os
import signal
import socket


def calculate(a, op, b):
    return {'+': int(a) + int(b), '-': int(a) - int(b), '*': int(a) * int(b), '/': int(b) and int(a) // int(b)}[op]


def serve(client):
    while data := client.recv(100):
        try:
            client.sendall(b'%d' % calculate(*data.decode().split()))
        except (ValueError, TypeError, KeyError):
            client.sendall(b'ERR')


signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how the children ended
listener = socket.socket(socket.AF_INET6)
listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('::', int(os.environ.get('PORT', 5000))))
listener.listen()
while True:
    client, address = listener.accept()
    if os.fork() == 0:
        listener.close()
        try:
            serve(client)
        except OSError:
            pass
        os._exit(0)
    client.close()
