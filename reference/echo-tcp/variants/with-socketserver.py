# fails: nothing
import socketserver
import sys


class EchoHandler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(self.request.recv(8192))


class EchoServer(socketserver.TCPServer):
    allow_reuse_address = True


if __name__ == '__main__':
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
    with EchoServer(('', port), EchoHandler) as server:
        server.serve_forever()
