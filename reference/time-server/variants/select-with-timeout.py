# fails: nothing
import os
import select
import socket
import time

server = socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 45000))))
inputs = [server]
buffers = {}
running = True


def forget(client):
    inputs.remove(client)
    del buffers[client]
    client.close()


def converse(client):
    data = client.recv(1024)
    if not data:
        forget(client)
        return
    buffers[client] += data
    while b'\r\n' in buffers[client]:
        request, buffers[client] = buffers[client].split(b'\r\n', 1)
        if request == b'QUIT':
            forget(client)
            return
        client.sendall(time.strftime('JAM %H:%M:%S\r\n').encode() if request == b'TIME' else b'ERROR\r\n')


while running:
    readable, _, _ = select.select(inputs, [], [], 0.5)
    for ready in readable:
        if ready is server:
            client, _ = server.accept()
            inputs.append(client)
            buffers[client] = b''
        else:
            try:
                converse(ready)
            except ConnectionError:
                forget(ready)
