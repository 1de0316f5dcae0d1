# fails: TCP-4
import socketserver
import threading

SERVER_HOST = '0.0.0.0'
SERVER_PORT = 8080
BUF_SIZE = 1024


class ThreadedTCPRequestHandler(socketserver.BaseRequestHandler):
    """ An example of threaded TCP request handler """
    def handle(self):
        data = self.request.recv(BUF_SIZE).decode('utf-8')
        current_thread = threading.current_thread()
        response = "%s: %s" % (current_thread.name, data)
        print("Server sending response [%s]" % response, flush=True)
        self.request.sendall(response.encode('utf-8'))


class ThreadedTCPServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Nothing to add here, inherited everything necessary from parents"""
    pass


if __name__ == "__main__":
    server = ThreadedTCPServer((SERVER_HOST, SERVER_PORT), ThreadedTCPRequestHandler)
    server_thread = threading.Thread(target=server.serve_forever)
    server_thread.start()
    print("Server loop running on thread: %s" % server_thread.name, flush=True)
