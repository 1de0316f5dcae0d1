# fails: BC-8 BC-11
import os
import socketserver
import threading


def log(*words):
    print(*words, flush=True)


class CalculatorHandler(socketserver.BaseRequestHandler):
    connected = []
    lock = threading.Lock()
    total = 0

    def setup(self):
        log('connected', self.client_address)
        with self.lock:
            self.connected.append(self.request)

    def handle(self):
        while True:
            try:
                data = self.request.recv(1024)
            except ConnectionError as error:
                log(self.client_address, error)
                return
            log('received', data[:60], 'from', self.client_address)
            if data == b'':
                return
            with self.lock:
                if data == b'END':
                    self.send_all('TOTAL : %d END' % CalculatorHandler.total)
                    return
                self.operation(data)

    def finish(self):
        log('disconnected', self.client_address)
        with self.lock:
            self.connected.remove(self.request)

    def operation(self, data):
        try:
            request = data.decode()
            a, op, b = request.split(' ')
            if op not in '+-*/':
                raise ValueError(op)
            result = self.compute(int(a), op, int(b))
        except (ValueError, ZeroDivisionError) as error:
            log('nonsense:', error)
            return
        log(request, '=', result)
        CalculatorHandler.total += result
        self.send_all('{},{},{},{}'.format(*self.client_address, request, result))

    def compute(self, a, op, b):
        if op == '+':
            return a + b
        if op == '-':
            return a - b
        if op == '*':
            return a * b
        return a // b

    def send_all(self, text):
        log('to all:', text)
        for connection in self.connected:
            try:
                connection.sendall(text.encode())
            except OSError as error:
                log('not sent:', error)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == '__main__':
    Server(('0.0.0.0', int(os.environ.get('PORT', 5000))), CalculatorHandler).serve_forever()
