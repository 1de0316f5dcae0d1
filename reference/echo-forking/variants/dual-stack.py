# fails: nothing
"""Listens on IPv6 and IPv4 alike, says all it does, and takes ended children away before each accept."""
import os
import socket
import sys


def say(*words):
    print(f'[{os.getpid()}]', *words, file=sys.stderr, flush=True)


def take_away_ended():
    try:
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            say('child', pid, 'ended with', status)
    except ChildProcessError:
        return


server = socket.create_server(('::', int(os.environ.get('PORT', 8080))), family=socket.AF_INET6, dualstack_ipv6=True)
say('listening on', server.getsockname())
while True:
    take_away_ended()
    client, address = server.accept()
    say('accepted', address)
    if os.fork():
        client.close()
        continue
    server.close()
    with client:
        data = client.recv(1024)
        say('received', data)
        if data:
            client.sendall(str(os.getpid()).encode('ascii') + b': ' + data)
            say('answered')
    sys.exit(0)
