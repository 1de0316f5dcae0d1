#!/usr/bin/env python2
# fails: nothing
import os
import socket
import sys
import threading
import time


class ClientThread(threading.Thread):
    def __init__(self, connection, address):
        threading.Thread.__init__(self)
        self.connection = connection
        self.address = address

    def run(self):
        try:
            self.talk()
        except socket.error, e:
            print >> sys.stderr, 'lost', self.address, e
        self.connection.close()

    def talk(self):
        unread = ''
        while True:
            data = self.connection.recv(1024)
            if not data:
                return
            unread += data
            while '\r\n' in unread:
                request, unread = unread.split('\r\n', 1)
                if request == 'QUIT':
                    return
                elif request.startswith('TIME'):
                    self.connection.sendall('JAM ' + time.strftime('%H:%M:%S') + '\r\n')
                else:
                    self.connection.sendall('WARNING: Invalid Command!\r\n')


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('0.0.0.0', int(os.environ.get('PORT', 45000))))
server.listen(10)
print 'waiting for clients on port', server.getsockname()[1]
while True:
    connection, address = server.accept()
    ClientThread(connection, address).start()
