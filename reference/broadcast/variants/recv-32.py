# fails: BC-11
import logging
import os
import socket
import threading


class Room:
    def __init__(self):
        self.lock = threading.Lock()
        self.threads = []
        self.total = 0

    def tell(self, text):
        for thread in self.threads:
            try:
                thread.connection.sendall(text.encode('utf-8'))
                logging.warning('sent %s to %s', text, thread.address)
            except OSError as problem:
                logging.warning('%s has left: %s', thread.address, problem)


class ClientThread(threading.Thread):
    def __init__(self, room, connection, address):
        threading.Thread.__init__(self, daemon=True)
        self.room = room
        self.connection = connection
        self.address = address

    def run(self):
        try:
            while True:
                data = self.connection.recv(32)
                if not data or not self.process(data):
                    break
        except OSError as problem:
            logging.warning('lost %s: %s', self.address, problem)
        with self.room.lock:
            self.room.threads.remove(self)
        self.connection.close()

    def process(self, data):
        request = data.decode('ascii', 'replace')
        with self.room.lock:
            if request == 'END':
                self.room.tell(f'TOTAL : {self.room.total} END')
                for thread in self.room.threads:
                    thread.leave()
                return False
            try:
                result = self.calculate(request)
            except (ValueError, ArithmeticError) as problem:
                self.connection.sendall(f'error: {problem}'.encode())
                return True
            self.room.total += result
            self.room.tell(f'{self.address[0]},{self.address[1]},{request},{result}')
        return True

    def leave(self):
        try:
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.shutdown(socket.SHUT_RD)
        except OSError:
            pass

    def calculate(self, request):
        words = request.split(' ')
        if len(words) != 3:
            raise ValueError('three words are needed')
        a, b = int(words[0]), int(words[2])
        match words[1]:
            case '+':
                return a + b
            case '-':
                return a - b
            case '*':
                return a * b
            case '/':
                return a // b
        raise ValueError('no such operator')


def main():
    room = Room()
    my_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    my_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    my_socket.bind(('0.0.0.0', int(os.environ.get('PORT', 5000))))
    my_socket.listen(20)
    while True:
        connection, address = my_socket.accept()
        client = ClientThread(room, connection, address)
        with room.lock:
            room.threads.append(client)
        client.start()


main()
