# fails: nothing
import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data, self.client_address)


with socketserver.UDPServer(('0.0.0.0', int(os.environ.get('PORT', 8080))), Handler) as server:
    server.serve_forever()
