# fails: CHAT-C4/idle
import os
import socket
import sys
import threading

berkata = False
tertahan = b''


def dengar(sock):
    global tertahan
    while True:
        data = sock.recv(4096)
        if not data:
            os._exit(0)
        tertahan += data
        if berkata or b'dipake' in data:
            os.write(1, tertahan)
            tertahan = b''
        if b'username sudah dipake' in data:
            os._exit(1)


if input() != 'login':
    sys.exit(1)
nama = input()
if nama == '' or ' ' in nama:
    sys.exit(1)
sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall((nama + ' says ' + nama).encode())
threading.Thread(target=dengar, args=(sock,), daemon=True).start()
for pesan in sys.stdin:
    sock.sendall((nama + ' says ' + pesan).encode())
    berkata = True
sock.close()
os._exit(0)
