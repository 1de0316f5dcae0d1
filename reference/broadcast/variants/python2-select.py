#!/usr/bin/env python2
# fails: nothing
import os
import re
import select
import socket

REQUEST = re.compile(r'(-?\d+) ([-+*/]) (-?\d+)$')


class Broadcast:
    def __init__(self, port):
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(('', port))
        self.listener.listen(10)
        self.clients = {}
        self.total = 0

    def drop(self, client):
        if self.clients.pop(client, None):
            client.close()

    def tell_all(self, text):
        for client in self.clients.keys():
            try:
                client.send(text)
            except socket.error, problem:  # gone, or it reads nothing and its buffers are full
                print 'dropping', self.clients[client], problem
                self.drop(client)

    def compute(self, text):
        match = REQUEST.match(text)
        if not match:
            return None
        a, b = int(match.group(1)), int(match.group(3))
        if match.group(2) == '/':
            return a // b if b != 0 else None
        return {'+': a + b, '-': a - b, '*': a * b}[match.group(2)]

    def handle(self, client):
        try:
            data = client.recv(100)
        except socket.error:
            data = ''
        if not data:
            self.drop(client)
        elif data == 'END':
            self.tell_all('TOTAL : %d END' % self.total)
            for each in self.clients.keys():
                self.drop(each)
        else:
            result = self.compute(data)
            if result is not None:
                self.total += result
                ip, port = self.clients[client]
                self.tell_all('%s,%s,%s,%s' % (ip, port, data, result))

    def run(self):
        while True:
            ready = select.select([self.listener] + self.clients.keys(), [], [])[0]
            for sock in ready:
                if sock is self.listener:
                    client, address = self.listener.accept()
                    client.setblocking(0)
                    self.clients[client] = address
                elif sock in self.clients:
                    self.handle(sock)


Broadcast(int(os.environ.get('PORT', 5000))).run()
