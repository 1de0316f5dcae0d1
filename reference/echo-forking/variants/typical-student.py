# fails: TCP-4
import os
import socketserver

SERVER_HOST = '0.0.0.0'
SERVER_PORT = 8080
BUF_SIZE = 1024


class ForkingServerRequestHandler(socketserver.BaseRequestHandler):
    def handle(self):
        # Send the echo back to the client
        data = self.request.recv(BUF_SIZE).decode('utf-8')
        current_process_id = os.getpid()
        response = '%s: %s' % (current_process_id, data)
        print("Server sending response [current_process_id: data] = [%s]" % response, flush=True)
        self.request.send(response.encode('utf-8'))
        return


class ForkingServer(socketserver.ForkingMixIn, socketserver.TCPServer):
    """Nothing to add here, inherited everything necessary from parents"""
    pass


def main():
    server = ForkingServer((SERVER_HOST, SERVER_PORT), ForkingServerRequestHandler)
    ip, port = server.server_address
    print('Server loop running PID: %s on %s:%s' % (os.getpid(), ip, port), flush=True)
    server.serve_forever()


if __name__ == '__main__':
    main()
