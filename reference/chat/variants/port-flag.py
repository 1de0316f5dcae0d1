# fails: nothing
import argparse
import selectors
import socket


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.name = None
        self.buffer = b''

    def send(self, text):
        try:
            self.sock.sendall(b'\r' + text + b'\n')
        except OSError:
            pass


clients = []
selector = selectors.DefaultSelector()


def online():
    return [client for client in clients if client.name is not None]


def named(name):
    return next((client for client in online() if client.name == name), None)


def send_others(me, text):
    for client in online():
        if client is not me:
            client.send(text)


def is_login(words):
    return len(words) == 3 and words[1] == b'says' and words[0] == words[2]


def handle(me, words):
    if not words:
        return
    if me.name is None:
        if not is_login(words):
            return
        if named(words[0]):
            me.send(b'username sudah dipake')
            return
        me.name = words[0]
        send_others(me, me.name + b' sudah terhubung dengan system')
        return
    command = words[2] if len(words) > 2 and words[1] == b'says' else None
    if command == b'list':
        me.send(b'\n'.join([b'list yang online'] + [each.name + b' is online ' for each in reversed(online())]))
    elif command == b'sendall':
        send_others(me, b' '.join([me.name, b'says', *words[3:], b'']))
    elif command == b'sendto':
        target = named(words[3]) if len(words) > 3 else None
        if target:
            target.send(b' '.join([me.name, b'says', *words[4:], b'']))
    else:
        me.send(b'invalid command')


def leave(me):
    clients.remove(me)
    selector.unregister(me.sock)
    me.sock.close()
    if me.name is not None:
        send_others(me, b'Client (' + me.name + b') off')


def read(me):
    try:
        data = me.sock.recv(1024)
    except OSError:
        data = b''
    if not data:
        return leave(me)
    me.buffer += data
    if me.name is None and is_login(me.buffer.split()):
        me.buffer = me.buffer.rstrip() + b'\n'
    while b'\n' in me.buffer:
        line, me.buffer = me.buffer.split(b'\n', 1)
        handle(me, line.split())


parser = argparse.ArgumentParser()
parser.add_argument('--port', type=int, default=9009)
listener = socket.create_server(('0.0.0.0', parser.parse_args().port))
selector.register(listener, selectors.EVENT_READ)
while True:
    for key, _ in selector.select():
        if key.data:
            read(key.data)
            continue
        client = Client(listener.accept()[0])
        clients.append(client)
        selector.register(client.sock, selectors.EVENT_READ, client)
