#!/usr/bin/env python
# fails: nothing
import argparse
import SocketServer
import threading

BUF_SIZE = 1024


class ThreadedTCPRequestHandler(SocketServer.BaseRequestHandler):

    def handle(self):
        data = self.request.recv(BUF_SIZE)
        current_thread = threading.current_thread()
        response = "%s: %s" % (current_thread.name, data)
        print "Server sending response [%s]" % response
        self.request.sendall(response)


class ThreadedTCPServer(SocketServer.ThreadingMixIn, SocketServer.TCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description='Threading echo server')
    parser.add_argument('--port', type=int, default=8080)
    server = ThreadedTCPServer(('', parser.parse_args().port), ThreadedTCPRequestHandler)
    print 'Server loop running on thread: %s' % threading.current_thread().name
    server.serve_forever()
