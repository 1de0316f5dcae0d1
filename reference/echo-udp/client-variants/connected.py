# fails: nothing
import os
import select
import socket
import sys

with socket.socket(type=socket.SOCK_DGRAM) as sock:
    sock.connect(('localhost', int(os.environ.get('PORT', '8080'))))
    sock.send(b'This is the message. It will be repeated.')
    readable, _, _ = select.select([sock], [], [], 1.5)
    if not readable:
        sys.exit('no answer')
    print('>> Received:', sock.recv(100).decode())
