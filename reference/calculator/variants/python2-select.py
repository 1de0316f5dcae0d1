#!/usr/bin/env python2
# fails: nothing
import os
import re
import select
import socket

FORM = re.compile(r'^\s*(-?\d+) ([-+*/]) (-?\d+)\s*$')
DO = {
    '+': lambda a, b: a + b,
    '-': lambda a, b: a - b,
    '*': lambda a, b: a * b,
    '/': lambda a, b: a / b,
}


def reply(data):
    match = FORM.match(data)
    if match is None:
        return 'syntax error'
    a, op, b = match.groups()
    if op == '/' and int(b) == 0:
        return 'division by zero'
    return '%d' % DO[op](int(a), int(b))


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', int(os.environ.get('PORT', '5000'))))
listener.listen(10)
sockets = [listener]
while True:
    for ready in select.select(sockets, [], [])[0]:
        if ready is listener:
            sockets.append(listener.accept()[0])
            continue
        try:
            data = ready.recv(32)
            if data:
                ready.sendall(reply(data))
        except socket.error:
            data = ''
        if not data:
            sockets.remove(ready)
            ready.close()
