# fails: nothing
import os
import socket
import time
from threading import Thread


def answer(line):
    if line.startswith(b'TIME'):
        return time.strftime('JAM %H:%M:%S', time.localtime()).encode() + b'\r\n'
    return b'WARNING: Invalid Command!\r\n'


class Session(Thread):
    def __init__(self, conn):
        super().__init__(daemon=True)
        self.conn = conn

    def run(self):
        try:
            with self.conn, self.conn.makefile('rb') as reader, self.conn.makefile('wb') as writer:
                self.talk(reader, writer)
        except ConnectionError:
            pass

    def talk(self, reader, writer):
        while line := reader.readline():
            if line.strip() == b'QUIT':
                break
            writer.write(answer(line))
            writer.flush()


with socket.create_server(('0.0.0.0', int(os.getenv('PORT', '45000'))), backlog=16) as listener:
    while True:
        Session(listener.accept()[0]).start()
