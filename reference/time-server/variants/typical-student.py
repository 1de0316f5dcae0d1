# fails: TIME-6 TIME-7 TIME-10 TCP-4
import socket
import threading
import logging
from datetime import datetime


class ClientThread(threading.Thread):
    def __init__(self, connection, address):
        self.connection = connection
        self.address = address
        threading.Thread.__init__(self)

    def run(self):
        while True:
            data = self.connection.recv(32)
            if data:
                request = data.decode()
                if request.startswith('TIME') and request.endswith('\r\n'):
                    waktu = datetime.now().strftime('%H:%M:%S')
                    balasan = f'JAM {waktu}\r\n'
                    self.connection.sendall(balasan.encode('utf-8'))
                elif request == 'QUIT\r\n':
                    logging.warning(f'{self.address} keluar')
                    break
                else:
                    self.connection.sendall('WARNING: Invalid Command!\r\n'.encode('utf-8'))
            else:
                break
        self.connection.close()


class Server(threading.Thread):
    def __init__(self):
        self.clients = []
        self.my_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        threading.Thread.__init__(self)

    def run(self):
        self.my_socket.bind(('0.0.0.0', 45000))
        self.my_socket.listen(1)
        while True:
            connection, address = self.my_socket.accept()
            logging.warning(f'koneksi dari {address}')
            client = ClientThread(connection, address)
            client.start()
            self.clients.append(client)


def main():
    server = Server()
    server.start()


if __name__ == '__main__':
    main()
