# attacks: sends an answer before it is asked
# honest: no
import os
import signal
import socket
import time


def talk(client):
    with client:
        client.sendall(time.strftime('JAM %H:%M:%S\r\n').encode())
        client.recv(1024)


signal.alarm(60)
listener = socket.create_server(('', int(os.environ.get('PORT', 45000))))
while True:
    talk(listener.accept()[0])
