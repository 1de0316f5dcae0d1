# fails: nothing
import datetime
import os
import socket
import threading


def jam():
    now = datetime.datetime.now()
    return 'JAM {:02d}:{:02d}:{:02d}\r\n'.format(now.hour, now.minute, now.second)


def handle(client):
    buffer = ''
    while True:
        try:
            piece = client.recv(1024)
        except ConnectionResetError:
            break
        if not piece:
            break
        buffer += piece.decode('latin-1')
        requests = buffer.split('\r\n')
        buffer = requests.pop()
        if 'QUIT' in requests:
            requests = requests[:requests.index('QUIT') + 1]
        for request in requests:
            if request == 'TIME':
                client.sendall(jam().encode())
        if requests and requests[-1] == 'QUIT':
            break
    client.close()


s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('0.0.0.0', int(os.environ.get('PORT', 45000))))
s.listen(8)
while True:
    client, address = s.accept()
    worker = threading.Thread(target=handle, args=(client,))
    worker.start()
