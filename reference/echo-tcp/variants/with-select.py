# fails: nothing
"""All sockets in one select; nobody waits for anybody."""
import os
import select
import socket

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('', int(os.environ.get('PORT', 8080))))
listener.listen(32)
watched = [listener]


def answer(client):
    try:
        data = client.recv(2048)
        if data:
            client.sendall(data)
    except OSError as error:
        print('client gone:', error, flush=True)
    watched.remove(client)
    client.close()


while True:
    readable, _, _ = select.select(watched, [], [])
    for sock in readable:
        if sock is listener:
            client, address = listener.accept()
            print('hello', address, flush=True)
            watched.append(client)
        else:
            answer(sock)
