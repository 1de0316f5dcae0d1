# attacks: modules that shadow those of Python, should the grader run Python in its folder
# honest: yes
import os
import selectors
import signal
import socket
import time


def answers(client, pending):
    try:
        data = client.recv(4096)
        *lines, pending[client] = (pending[client] + data).split(b'\n')
        for line in lines:
            if line.startswith(b'QUIT'):
                return False
            client.sendall(time.strftime('JAM %H:%M:%S\r\n').encode() if line.startswith(b'TIME') else b'?\r\n')
    except OSError:
        return False
    return data != b''


def listen():
    return socket.create_server(('', int(os.environ.get('PORT', 45000))), backlog=64)


def serve(listener):
    pending = {}
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                client = key.fileobj
                if client is listener:
                    client = listener.accept()[0]
                    pending[client] = b''
                    selector.register(client, selectors.EVENT_READ)
                elif not answers(client, pending):
                    selector.unregister(client)
                    del pending[client]
                    client.close()


signal.alarm(60)
serve(listen())
