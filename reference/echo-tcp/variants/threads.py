# fails: nothing
import os
import socket
import threading


class EchoThread(threading.Thread):
    def __init__(self, connection):
        super().__init__(daemon=True)
        self.connection = connection

    def run(self):
        with self.connection:
            try:
                message = self.connection.recv(65536)
                if message:
                    self.connection.sendall(message)
            except ConnectionError:
                pass


with socket.create_server(('0.0.0.0', int(os.getenv('PORT', '8080')))) as listener:
    while True:
        connection, _ = listener.accept()
        EchoThread(connection).start()
