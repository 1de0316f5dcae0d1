# fails: CHAT-C3 CHAT-C4/idle CHAT-C4/pieces CHAT-C5/taken CHAT-C5/closed
import socket
import sys

if input('> ') != 'login':
    sys.exit(1)
nama = input('nama: ')
if not nama or ' ' in nama:
    sys.exit(1)
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.sendall((nama + ' says ' + nama).encode())
while True:
    try:
        pesan = input('> ')
    except EOFError:
        break
    s.sendall((nama + ' says ' + pesan + '\n').encode())
    data = s.recv(4096)
    if not data:
        break
    print(data.decode())
s.close()
