# fails: nothing
import os
import select
import socket
import sys

PORT = 5000

server = socket.create_server(('', PORT))
clients = {}
total = 0


def broadcast(text):
    print(text, flush=True)
    for client in list(clients):
        try:
            client.send(text.encode(), socket.MSG_DONTWAIT)
        except BlockingIOError:
            pass  # too slow for this one
        except OSError:
            del clients[client]


def calculate(words):
    a, b = int(words[0]), int(words[2])
    if words[1] == '+':
        return a + b
    if words[1] == '-':
        return a - b
    if words[1] == '*':
        return a * b
    if words[1] == '/':
        return a // b
    raise KeyError(words[1])


while True:
    for ready in select.select([server, *clients], [], [])[0]:
        if ready is server:
            client, address = server.accept()
            clients[client] = address
            continue
        if ready not in clients:
            continue
        try:
            data = ready.recv(1024)
        except OSError:
            data = b''
        if data == b'':
            del clients[ready]
            ready.close()
        elif data == b'END':
            broadcast('TOTAL : %d END' % total)
            sys.exit()
        else:
            try:
                text = data.decode()
                result = calculate(text.split())
            except (ValueError, LookupError, ZeroDivisionError):
                continue
            total += result
            broadcast('%s,%s,%s,%s' % (clients[ready][0], clients[ready][1], text, result))
