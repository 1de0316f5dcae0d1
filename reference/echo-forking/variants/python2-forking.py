#!/usr/bin/env python
# fails: nothing
import argparse
import os
import SocketServer

BUF_SIZE = 1024


class ForkingServerRequestHandler(SocketServer.BaseRequestHandler):

    def handle(self):
        data = self.request.recv(BUF_SIZE)
        current_process_id = os.getpid()
        response = '%s: %s' % (current_process_id, data)
        print "Server sending response [current_process_id: data] = [%s]" % response
        self.request.send(response)


class ForkingServer(SocketServer.ForkingMixIn, SocketServer.TCPServer):
    allow_reuse_address = True


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description='Forking echo server')
    parser.add_argument('--port', type=int, default=8080)
    server = ForkingServer(('', parser.parse_args().port), ForkingServerRequestHandler)
    print 'Server loop running PID: %s' % os.getpid()
    server.serve_forever()
