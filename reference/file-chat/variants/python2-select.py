# fails: nothing
import os
import select
import socket
import sys

END = '//AGUEL//TAMTAM//'
PREFIX = 'terima_'

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('0.0.0.0', int(os.environ.get('PORT', 8081))))
server.listen(100)

clients = {}


class Client(object):
    def __init__(self, sock, address):
        self.sock = sock
        self.ip = address[0]
        self.unread = ''
        self.copy = None


def broadcast(sender, data):
    for other in clients.values():
        if other is not sender:
            try:
                other.sock.sendall(data)
            except socket.error:
                print other.ip, 'does not listen any more'


def begin(client, name):
    print client.ip, 'sends', name
    client.copy = open(PREFIX + os.path.basename(name), 'wb')
    broadcast(client, 'SEND ' + name)


def take(client):
    """Handles a piece of what has come; false when there is nothing whole left."""
    if client.copy is None:
        line, end, rest = client.unread.partition('\n')
        if not end:
            return False
        client.unread = rest
        line = line.rstrip('\r')
        if line.startswith('SEND ') and len(line) > 5:
            begin(client, line[5:])
        else:
            broadcast(client, '<%s> %s' % (client.ip, line))
        return True
    at = client.unread.find(END)
    length = at if at >= 0 else max(0, len(client.unread) - len(END) + 1)
    data, client.unread = client.unread[:length], client.unread[length:]
    client.copy.write(data)
    broadcast(client, data)
    if at < 0:
        return False
    client.copy.close()
    client.copy = None
    client.unread = client.unread[len(END):]
    broadcast(client, END)
    return True


print 'file chat server'
sys.stdout.flush()
while True:
    for ready in select.select([server] + clients.keys(), [], [])[0]:
        if ready is server:
            sock, address = server.accept()
            clients[sock] = Client(sock, address)
            continue
        client = clients[ready]
        try:
            data = ready.recv(65536)
        except socket.error, problem:
            print problem
            data = ''
        if not data:
            del clients[ready]
            if client.copy:
                client.copy.close()
            ready.close()
            continue
        client.unread += data
        try:
            while take(client):
                pass
        except (IOError, TypeError), problem:
            print problem
        sys.stdout.flush()
