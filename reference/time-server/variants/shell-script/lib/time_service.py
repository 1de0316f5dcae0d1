import socketserver
import sys
import time


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        while True:
            line = self.rfile.readline(1000)
            if not line or line == b'QUIT\r\n':
                return
            if line.startswith(b'TIME') and line.endswith(b'\n'):
                self.wfile.write(time.strftime('JAM %H:%M:%S\r\n').encode())


socketserver.ThreadingTCPServer.allow_reuse_address = True
socketserver.ThreadingTCPServer(('', int(sys.argv[1])), Handler).serve_forever()
