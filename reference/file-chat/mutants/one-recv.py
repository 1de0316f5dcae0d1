# fails: FILE-4/size FILE-6 FILE-8 FILE-10
"""Takes the whole file out of one recv, and what comes after that for the mark."""
import os
import socket
import threading

clients = []


def tell_others(me, data):
    for client in list(clients):
        if client is me:
            continue
        try:
            client.sendall(data)
        except OSError:
            print('lost a client')


def take_file(me, name):
    tell_others(me, b'SEND ' + name + b'\n')
    content = me.recv(1048576)
    with open('terima_' + os.path.basename(name.decode(errors='replace')), 'wb') as copy:
        copy.write(content)
    tell_others(me, content)
    while True:
        mark = me.recv(1024)
        if not mark or mark == b'//AGUEL//TAMTAM//':
            break
    tell_others(me, mark)


def serve(me, address):
    try:
        while True:
            message = me.recv(1024)
            if not message:
                break
            if message.startswith(b'SEND '):
                take_file(me, message[5:].split(b'\n')[0])
            else:
                tell_others(me, b'<%s> %s' % (address[0].encode(), message.rstrip(b'\r\n')))
    except (OSError, ValueError) as problem:
        print(problem)
    clients.remove(me)
    me.close()


listener = socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 8081))))
while True:
    client, address = listener.accept()
    clients.append(client)
    threading.Thread(target=serve, args=(client, address)).start()
