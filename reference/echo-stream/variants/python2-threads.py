#!/usr/bin/env python
# fails: nothing
import socket
import sys
import thread


def serve(connection, address):
    try:
        while True:
            data = connection.recv(1024)
            if not data:
                print 'no more data from', address
                break
            connection.sendall(data)
    except socket.error, e:
        print >> sys.stderr, 'lost', address, e
    connection.close()


port = int(sys.argv[1]) if len(sys.argv) > 1 else 8889
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.bind(('0.0.0.0', port))
sock.listen(10)
print >> sys.stderr, 'starting up on port', port
while True:
    connection, address = sock.accept()
    thread.start_new_thread(serve, (connection, address))
