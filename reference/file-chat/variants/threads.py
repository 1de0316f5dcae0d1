# fails: nothing
import os
import socket
import threading

END_MARK = b'//AGUEL//TAMTAM//'

clients = []
lock = threading.Lock()


def broadcast(sender, data):
    with lock:
        others = [client for client in clients if client is not sender]
    for other in others:
        try:
            other.sendall(data)
        except OSError:
            pass


class Reader:
    """What comes from a connection: lines, or everything up to a mark."""

    def __init__(self, conn):
        self.conn = conn
        self.buffer = b''

    def fill(self):
        data = self.conn.recv(16384)
        if not data:
            raise EOFError
        self.buffer += data

    def line(self):
        while b'\n' not in self.buffer:
            self.fill()
        line, self.buffer = self.buffer.split(b'\n', 1)
        return line.rstrip(b'\r')

    def until(self, mark):
        while mark not in self.buffer:
            safe = max(0, len(self.buffer) - len(mark) + 1)
            if safe > 0:
                yield self.buffer[:safe]
            self.buffer = self.buffer[safe:]
            self.fill()
        data, self.buffer = self.buffer.split(mark, 1)
        yield data


def pass_file(conn, reader, name):
    broadcast(conn, b'SEND ' + name + b'\n')
    copy = open(b'terima_' + name.replace(b'/', b'_').replace(b'\0', b'_')[:200], 'wb')
    with copy:
        for data in reader.until(END_MARK):
            copy.write(data)
            broadcast(conn, data)
    broadcast(conn, END_MARK)


def serve(conn, ip):
    with lock:
        clients.append(conn)
    reader = Reader(conn)
    try:
        while True:
            line = reader.line()
            if line.startswith(b'SEND ') and line[5:].strip():
                pass_file(conn, reader, line[5:].strip())
            else:
                broadcast(conn, b'<' + ip.encode() + b'> ' + line)
    except (EOFError, OSError):
        pass
    with lock:
        clients.remove(conn)
    conn.close()


listener = socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 8081))))
while True:
    conn, address = listener.accept()
    threading.Thread(target=serve, args=(conn, address[0]), daemon=True).start()
