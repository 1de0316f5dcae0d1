# fails: FILE-C5/cut FILE-C6 FILE-C7 CLI-2
"""One loop that waits for the keyboard and the server, with select; a file is over when recv brings the mark alone."""
import select
import socket
import sys

END = b'//AGUEL//TAMTAM//'

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    server.connect((sys.argv[1], int(sys.argv[2])))
except OSError:
    print('server tidak ada')
    sys.exit()


def send_file(name):
    file = open(name, 'rb')
    server.send(('SEND ' + name + '\n').encode())
    data = file.read(1024)
    while data:
        server.sendall(data)
        data = file.read(1024)
    server.send(END)
    file.close()


def receive_file(name):
    print('menerima', name)
    file = open('terima_' + name, 'wb')
    while True:
        data = server.recv(1024)
        if not data or data == END:
            break
        file.write(data)
    file.close()
    print('selesai')


while True:
    ready, _, _ = select.select([sys.stdin, server], [], [])
    for source in ready:
        if source is server:
            message = server.recv(2048)
            if not message:
                sys.exit()
            if message.startswith(b'SEND '):
                receive_file(message[5:].decode().strip())
            else:
                print(message.decode())
        else:
            message = sys.stdin.readline()
            if not message:
                server.close()
                sys.exit()
            if message.startswith('SEND '):
                send_file(message[5:].strip())
            else:
                server.send(message.encode())
            sys.stdout.write('<You> ')
            sys.stdout.write(message)
            sys.stdout.flush()
