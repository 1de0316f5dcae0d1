# fails: nothing
"""Looks at the bytes one by one where they may belong to the mark. One who gives a bad name is sent away."""
import argparse
import selectors
import socket

MARK = b'//AGUEL//TAMTAM//'


class Peer:
    def __init__(self, sock, address):
        self.sock = sock
        self.ip = address[0].encode()
        self.line = bytearray()
        self.file = None
        self.matched = 0


peers = {}
selector = selectors.DefaultSelector()


def tell_others(me, data):
    for peer in list(peers.values()):
        if peer is not me and data:
            try:
                peer.sock.sendall(data)
            except OSError:
                pass


def end_of_line(me):
    line = bytes(me.line).rstrip(b'\r')
    me.line.clear()
    if not line.startswith(b'SEND '):
        tell_others(me, b'<' + me.ip + b'> ' + line)
        return
    name = line[5:].decode()
    if '/' in name or '\0' in name:
        raise ValueError('a bad name: ' + name)
    me.file = open('terima_' + name, 'wb')
    me.matched = 0
    tell_others(me, b'SEND ' + name.encode() + b'\n')


def file_bytes(me, data):
    """Returns what is left behind the mark."""
    clear = bytearray()
    position = 0
    while position < len(data):
        if me.matched == 0:
            slash = data.find(MARK[0], position)
            clear += data[position:slash] if slash >= 0 else data[position:]
            if slash < 0:
                break
            position = slash
        byte = data[position]
        position += 1
        while me.matched > 0 and byte != MARK[me.matched]:
            # The longest shorter beginning of the mark that what has been matched ends in.
            shorter = next(n for n in range(me.matched - 1, -1, -1) if MARK[:me.matched].endswith(MARK[:n]))
            clear += MARK[:me.matched - shorter]
            me.matched = shorter
        if byte != MARK[me.matched]:
            clear.append(byte)
            continue
        me.matched += 1
        if me.matched == len(MARK):
            me.file.write(clear)
            me.file.close()
            me.file = None
            tell_others(me, clear)
            tell_others(me, MARK)
            return data[position:]
    me.file.write(clear)
    tell_others(me, clear)
    return b''


def take(me, data):
    while data:
        if me.file:
            data = file_bytes(me, data)
            continue
        line, end, data = data.partition(b'\n')
        me.line += line
        if end:
            end_of_line(me)


def leave(me):
    del peers[me.sock]
    selector.unregister(me.sock)
    me.sock.close()
    if me.file:
        me.file.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--port', type=int, default=8081)
    listener = socket.create_server(('0.0.0.0', parser.parse_args().port))
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fileobj is listener:
                sock, address = listener.accept()
                peers[sock] = Peer(sock, address)
                selector.register(sock, selectors.EVENT_READ)
                continue
            me = peers[key.fileobj]
            try:
                data = me.sock.recv(1 << 18)
                take(me, data)
            except (OSError, ValueError) as problem:
                print(problem)
                data = b''
            if not data:
                leave(me)


if __name__ == '__main__':
    main()
