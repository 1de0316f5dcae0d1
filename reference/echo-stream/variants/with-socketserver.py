# fails: nothing
import argparse
import socketserver


class EchoHandler(socketserver.StreamRequestHandler):
    def handle(self):
        while chunk := self.rfile.read1(2048):
            self.wfile.write(chunk)


class EchoServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--port', type=int, default=8889)
    with EchoServer(('', parser.parse_args().port), EchoHandler) as server:
        server.serve_forever()
