#!/usr/bin/env python
# fails: nothing
import argparse
import socket
import sys

host = ''
data_payload = 2048
backlog = 5


def echo_server(port):
    """ A simple echo server """
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server_address = (host, port)
    print "Starting up echo server on port %s" % port
    sock.bind(server_address)
    sock.listen(backlog)
    while True:
        print "Waiting to receive message from client"
        client, address = sock.accept()
        try:
            data = client.recv(data_payload)
            if data:
                print "Data: %r" % data
                client.send(data)
                print "sent %s bytes back to %s" % (len(data), address)
        except socket.error, e:
            print >> sys.stderr, "lost %s: %s" % (address, e)
        client.close()


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description='Socket Server')
    parser.add_argument('--port', action="store", dest="port", type=int, default=8080)
    given_args = parser.parse_args()
    echo_server(given_args.port)
