# fails: nothing
import os
import select
import socket
from datetime import datetime

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('', int(os.environ.get('PORT', 45000))))
server.listen(10)
buffers = {}


def leave(client):
    buffers.pop(client)
    client.close()


def handle(client):
    data = client.recv(1024)
    if not data:
        return leave(client)
    buffers[client] += data
    while '\n' in buffers[client]:
        line, buffers[client] = buffers[client].split('\n', 1)
        line = line.rstrip('\r')
        if line == 'QUIT':
            return leave(client)
        if line.startswith('TIME'):
            client.sendall(datetime.now().strftime('JAM %H:%M:%S\r\n'))
        else:
            client.sendall('unknown: ' + repr(line[:40]) + '\r\n')


print 'time server, port %d' % server.getsockname()[1]
while True:
    readable = select.select([server] + buffers.keys(), [], [])[0]
    for ready in readable:
        if ready is server:
            buffers[server.accept()[0]] = ''
            continue
        try:
            handle(ready)
        except socket.error, problem:
            print 'client lost:', problem
            leave(ready)
