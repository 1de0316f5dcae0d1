# fails: nothing
"""A thread for every datagram; the answers all leave by the one socket."""
import os
import socket
from threading import Thread

server = socket.socket(type=socket.SOCK_DGRAM)
server.bind(('', int(os.environ.get('PORT', 8080))))


def answer(message, sender):
    try:
        server.sendto(message, sender)
    except OSError as error:
        print('not sent to', sender, error)


while True:
    Thread(target=answer, args=server.recvfrom(8192)).start()
