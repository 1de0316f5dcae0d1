# fails: nothing
import os
import socket
import sys
import threading


def dengar(sock):
    while True:
        data = sock.recv(4096)
        if not data:
            print('\nserver menutup koneksi', flush=True)
            os._exit(0)
        sys.stdout.write(data.decode('utf-8', 'replace'))
        sys.stdout.flush()
        if b'username sudah dipake' in data:
            os._exit(1)
        sys.stdout.write('[' + nama + '] ')
        sys.stdout.flush()


if input('ketik login untuk masuk: ') != 'login':
    print('harus login dulu')
    sys.exit(1)
nama = input('username: ')
if nama == '' or ' ' in nama:
    print('nama tidak boleh kosong atau memakai spasi')
    sys.exit(1)

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    sock.connect((sys.argv[1], int(sys.argv[2])))
except OSError as error:
    print('tidak bisa terhubung:', error)
    sys.exit(1)
sock.sendall((nama + ' says ' + nama).encode())
threading.Thread(target=dengar, args=(sock,), daemon=True).start()

while True:
    try:
        pesan = input('[' + nama + '] ')
    except EOFError:
        break
    sock.sendall((nama + ' says ' + pesan + '\n').encode())
sock.close()
os._exit(0)
