# fails: nothing
import os
import selectors
import socket
from time import strftime

selector = selectors.DefaultSelector()


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.received = bytearray()
        selector.register(sock, selectors.EVENT_READ, self.on_readable)

    def close(self):
        selector.unregister(self.sock)
        self.sock.close()

    def on_readable(self):
        try:
            data = self.sock.recv(2048)
            if not data:
                self.close()
                return
            self.received += data
            self.answer_whole_lines()
        except ConnectionError:
            self.close()

    def answer_whole_lines(self):
        while (end := self.received.find(b'\n')) >= 0:
            words = self.received[:end].split()
            del self.received[:end + 1]
            command = bytes(words[0]) if words else b''
            if command == b'TIME':
                self.sock.sendall(strftime('JAM %H:%M:%S\r\n').encode('ascii'))
            elif command == b'QUIT':
                self.close()
                return


def on_connection():
    Client(listener.accept()[0])


listener = socket.create_server(('', int(os.environ.get('PORT', '45000'))))
selector.register(listener, selectors.EVENT_READ, on_connection)
while True:
    for key, _ in selector.select():
        key.data()
