# fails: nothing
import os
import socket
import threading
import time


class Client(threading.Thread):
    def __init__(self, sock, address):
        threading.Thread.__init__(self)
        self.sock = sock
        self.address = address
        self.open = True

    def send(self, text):
        self.sock.sendall((text + '\r\n').encode('utf-8'))

    def handle(self, request):
        if request == 'TIME':
            self.send('JAM ' + time.strftime('%H:%M:%S'))
        elif request == 'QUIT':
            self.send('Terima kasih, sampai jumpa!')
            self.open = False
        else:
            self.send('Perintah tidak dikenal: ' + request[:20])

    def run(self):
        unread = b''
        try:
            while self.open:
                data = self.sock.recv(256)
                if not data:
                    break
                unread += data
                while self.open and b'\n' in unread:
                    line, unread = unread.split(b'\n', 1)
                    self.handle(line.decode('utf-8', errors='replace').strip())
        except ConnectionError:
            print('lost', self.address)
        self.sock.close()


server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('0.0.0.0', int(os.environ.get('PORT', 45000))))
server.listen(10)
while True:
    Client(*server.accept()).start()
