# fails: nothing
import operator
import os
import socketserver

OPERATIONS = {b'+': operator.add, b'-': operator.sub, b'*': operator.mul, b'/': operator.floordiv}


class Calculator(socketserver.BaseRequestHandler):
    def handle(self):
        while request := self.request.recv(1024):
            self.request.sendall(self.result(request))

    def result(self, request):
        try:
            left, symbol, right = request.split()
            return b'%d' % OPERATIONS[symbol](int(left), int(right))
        except (ValueError, KeyError, ArithmeticError):
            return b'?'


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server(('', int(os.environ.get('PORT', 5000))), Calculator) as server:
    server.serve_forever()
