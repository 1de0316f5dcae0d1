# fails: nothing
import os
import socket
import threading
from datetime import datetime

END = b'\r\n'


class LineReader:
    """Joins what recv() returns into lines, however the network has cut it."""

    def __init__(self, sock):
        self.sock = sock
        self.buffer = bytearray()

    def next_line(self):
        while END not in self.buffer:
            data = self.sock.recv(32)
            if not data:
                return None
            self.buffer += data
        end = self.buffer.index(END)
        line = bytes(self.buffer[:end])
        del self.buffer[:end + len(END)]
        return line


def serve(sock, address):
    lines = LineReader(sock)
    try:
        while True:
            line = lines.next_line()
            if line is None or line == b'QUIT':
                break
            if line[:4] == b'TIME':
                now = datetime.now().strftime('%H:%M:%S')
                sock.sendall(b'JAM ' + now.encode() + END)
            else:
                sock.sendall(b'ERROR' + END)
    except OSError as problem:
        print(address, problem)
    finally:
        sock.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('0.0.0.0', int(os.environ.get('PORT', 45000))))
server.listen(5)
print('listening on', server.getsockname())
while True:
    threading.Thread(target=serve, args=server.accept(), daemon=True).start()
