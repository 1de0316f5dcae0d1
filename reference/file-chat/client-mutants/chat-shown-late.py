# fails: FILE-C3/chat CLI-3
"""Takes turns: asks its user, sends, and only then looks whether something has come."""
import os
import select
import socket
import sys

MARK = b'//AGUEL//TAMTAM//'


def store(server, data):
    while b'\n' not in data:
        data += server.recv(1)
    command, _, rest = data.partition(b'\n')
    name = command[5:].decode()
    kept, end = bytearray(rest), rest.find(MARK)
    with open('terima_' + os.path.basename(name), 'wb') as copy:
        while end < 0:
            data = server.recv(65536)
            if not data:
                sys.exit(1)
            kept += data
            end = kept.find(MARK, max(0, len(kept) - len(data) - len(MARK)))
        copy.write(kept[:end])


def look(server):
    while select.select([server], [], [], 0)[0]:
        data = server.recv(4096)
        if not data:
            sys.exit()
        if data.startswith(b'SEND '):
            store(server, data)
        else:
            print(data.decode())


try:
    server = socket.create_connection((sys.argv[1], int(sys.argv[2])))
except OSError as error:
    sys.exit(f'no server: {error}')
while True:
    try:
        line = input('<You> ')
    except EOFError:
        break
    if line.startswith('SEND '):
        try:
            with open(line[5:], 'rb') as file:
                server.sendall(line.encode() + b'\n')
                server.sendfile(file)
                server.sendall(MARK)
        except OSError as error:
            print(error)
    else:
        server.sendall(line.encode() + b'\n')
    look(server)
server.close()
