#!/usr/bin/env python
# fails: nothing
import argparse
import socket
import sys

host = ''
data_payload = 2048


def echo_server(port):
    """ A simple echo server """
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    print >> sys.stderr, "Starting up echo server on port %s" % port
    sock.bind((host, port))
    while True:
        print >> sys.stderr, "Waiting to receive message from client"
        data, address = sock.recvfrom(data_payload)
        print >> sys.stderr, "received %s bytes from %s" % (len(data), address)
        if data:
            sent = sock.sendto(data, address)
            print >> sys.stderr, "sent %s bytes back to %s" % (sent, address)


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description='Socket Server')
    parser.add_argument('--port', action="store", dest="port", type=int, default=8080)
    given_args = parser.parse_args()
    try:
        echo_server(given_args.port)
    except socket.error, e:
        print >> sys.stderr, "echo server stopped: %s" % e
        sys.exit(1)
