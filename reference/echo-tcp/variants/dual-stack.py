# fails: nothing
"""Prints and flushes all it does, and listens on IPv6 and IPv4 alike."""
import os
import socket
import sys


def log(*words):
    print(*words, file=sys.stderr, flush=True)


port = int(os.environ.get('PORT', 8080))
with socket.create_server(('::', port), family=socket.AF_INET6, dualstack_ipv6=True) as server:
    log('listening on', server.getsockname())
    while True:
        peer, address = server.accept()
        log('accepted', address)
        with peer:
            try:
                message = peer.recv(2048)
                log('received', len(message), 'bytes:', message)
                peer.sendall(message)
                log('sent them back')
            except OSError as error:
                log('no answer for', address, error)
        log('closed')
