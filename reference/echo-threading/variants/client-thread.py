# fails: nothing
import socket
import sys
import threading


class ClientThread(threading.Thread):
    def __init__(self, connection, number):
        threading.Thread.__init__(self, name=f'Klien ke-{number}', daemon=True)
        self.connection = connection

    def run(self):
        try:
            data = self.connection.recv(1024)
            if data:
                self.connection.sendall(f'{self.name}: '.encode('utf-8') + data)
        except ConnectionError as error:
            print(self.name, 'hilang:', error, flush=True)
        self.connection.close()


port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('', port))
server.listen(5)
number = 0
while True:
    connection, address = server.accept()
    number += 1
    client = ClientThread(connection, number)
    client.start()
