# fails: nothing
"""Watches all clients by itself, and starts a thread for each when it has something to say."""
import os
import select
import socket
import threading

listener = socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 8080))), backlog=64)
poll = select.poll()
poll.register(listener, select.POLLIN)
clients = {}


def answer(client):
    with client:
        try:
            message = client.recv(1024)
            if message:
                client.sendall(threading.current_thread().name.encode() + b': ' + message)
        except OSError as error:
            print('lost a client:', error, flush=True)


def serve(client):
    threading.Thread(target=answer, args=(client,)).start()


while True:
    for number, _ in poll.poll():
        if number == listener.fileno():
            client, _ = listener.accept()
            clients[client.fileno()] = client
            poll.register(client, select.POLLIN)
        else:
            poll.unregister(number)
            serve(clients.pop(number))
