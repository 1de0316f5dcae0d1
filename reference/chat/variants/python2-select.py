# fails: CHAT-10 CHAT-12 CHAT-13
import os
import select
import socket
import sys

SOCKETS = []
NAMES = {}

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('0.0.0.0', int(os.environ.get('PORT', 9009))))
server.listen(10)
SOCKETS.append(server)


def send(sock, message):
    try:
        sock.sendall(message)
    except socket.error:
        pass


def broadcast(sender, message):
    for sock in NAMES:
        if sock is not sender:
            send(sock, message)


def find(name):
    for sock in NAMES:
        if NAMES[sock] == name:
            return sock


def leave(sock):
    SOCKETS.remove(sock)
    name = NAMES.pop(sock, None)
    if name:
        broadcast(sock, '\r(%s) off\n' % name)
    sock.close()


def handle(sock, data):
    ji = data.split()
    if len(ji) < 3 or ji[1] != 'says':
        send(sock, '\rinvalid command\n')
    elif sock not in NAMES and ji[2] == ji[0]:
        if find(ji[0]):
            send(sock, '\rusername sudah dipake\n')
        else:
            NAMES[sock] = ji[0]
            broadcast(sock, '\r%s sudah terhubung dengan system\n' % ji[0])
    elif ji[2] == 'list':
        send(sock, '\rlist yang online\n' + ''.join('%s is online \n' % name for name in NAMES.values()))
    elif ji[2] == 'sendall':
        broadcast(sock, '\r%s says %s \n' % (ji[0], ' '.join(ji[3:])))
    elif ji[2] == 'sendto':
        target = find(ji[3]) if len(ji) > 3 else None
        if target:
            send(target, '\r%s says %s \n' % (ji[0], ' '.join(ji[4:])))
    else:
        send(sock, '\rinvalid command\n')


print 'chat server started'
sys.stdout.flush()
while True:
    ready = select.select(SOCKETS, [], [])[0]
    for sock in ready:
        if sock is server:
            client, address = server.accept()
            SOCKETS.append(client)
            print 'Client (%s, %s) connected' % address
            sys.stdout.flush()
            continue
        try:
            data = sock.recv(4096)
        except socket.error, problem:
            print problem
            sys.stdout.flush()
            data = ''
        if data:
            handle(sock, data)
        else:
            leave(sock)
