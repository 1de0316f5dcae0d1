# fails: nothing
import argparse
import queue
import socket
import threading

parser = argparse.ArgumentParser()
parser.add_argument('--port', type=int, default=5000)
options = parser.parse_args()

lock = threading.Lock()
outboxes = {}
total = 0


class Outbox(threading.Thread):
    """Sends what is put into it, so that nobody else has to wait for this client."""

    def __init__(self, connection):
        super().__init__(daemon=True)
        self.connection = connection
        self.messages = queue.Queue(maxsize=1000)

    def put(self, message):
        try:
            self.messages.put_nowait(message)
        except queue.Full:
            pass  # it reads too slowly, and misses this one

    def run(self):
        try:
            while (message := self.messages.get()) is not None:
                self.connection.sendall(message)
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def tell_all(message):
    for outbox in outboxes.values():
        outbox.put(message)


def calculate(request):
    left, op, right = request.split()
    a, b = int(left), int(right)
    return {b'+': lambda: a + b, b'-': lambda: a - b, b'*': lambda: a * b, b'/': lambda: a // b}[op]()


def take(request, address):
    global total
    try:
        result = calculate(request)
    except (ValueError, KeyError, ZeroDivisionError):
        return
    total += result
    tell_all(b'%s,%d,%s,%d' % (address[0].encode(), address[1], request, result))


def serve(connection, address):
    try:
        while request := connection.recv(4096):
            with lock:
                if request == b'END':
                    tell_all(b'TOTAL : %d END' % total)
                    tell_all(None)
                else:
                    take(request, address)
    except OSError:
        pass
    with lock:
        outboxes.pop(connection).put(None)
    connection.close()


with socket.create_server(('0.0.0.0', options.port)) as listener:
    while True:
        connection, address = listener.accept()
        with lock:
            outboxes[connection] = Outbox(connection)
            outboxes[connection].start()
        threading.Thread(target=serve, args=(connection, address), daemon=True).start()
