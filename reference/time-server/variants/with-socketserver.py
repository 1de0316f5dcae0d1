# fails: nothing
import os
import socketserver
from datetime import datetime


class TimeHandler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            request = line.rstrip(b'\r\n')
            if request == b'QUIT':
                break
            if request.startswith(b'TIME'):
                self.wfile.write(datetime.now().strftime('JAM %H:%M:%S\r\n').encode())
            else:
                self.wfile.write(b'unknown request\r\n')


class TimeServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with TimeServer(('0.0.0.0', int(os.environ.get('PORT', 45000))), TimeHandler) as server:
    server.serve_forever()
