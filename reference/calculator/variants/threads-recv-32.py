# fails: nothing
import logging
import os
import socket
import threading


class ClientThread(threading.Thread):
    def __init__(self, connection, address):
        super().__init__()
        self.connection = connection
        self.address = address

    def calculate(self, text):
        words = text.split(' ')
        if len(words) != 3:
            return 'ERROR: format is a op b'
        first, second = int(words[0]), int(words[2])
        if words[1] == '+':
            return str(first + second)
        if words[1] == '-':
            return str(first - second)
        if words[1] == '*':
            return str(first * second)
        if words[1] == '/':
            return str(first // second)
        return 'ERROR: unknown operator'

    def run(self):
        try:
            while True:
                data = self.connection.recv(32)
                if not data:
                    break
                logging.warning('received %r from %s', data, self.address)
                try:
                    answer = self.calculate(data.decode('ascii'))
                except (ValueError, ZeroDivisionError) as problem:
                    answer = f'ERROR: {problem}'
                self.connection.sendall(answer.encode())
        except OSError as problem:
            logging.warning('lost %s: %s', self.address, problem)
        finally:
            self.connection.close()


class Server(threading.Thread):
    def __init__(self, port):
        super().__init__()
        self.my_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.my_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.my_socket.bind(('0.0.0.0', port))
        self.my_socket.listen(5)

    def run(self):
        while True:
            connection, address = self.my_socket.accept()
            ClientThread(connection, address).start()


def main():
    Server(int(os.environ.get('PORT', 5000))).start()


if __name__ == '__main__':
    main()
