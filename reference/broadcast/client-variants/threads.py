# fails: nothing
import os
import socket
import sys
import threading


def terima(sock):
    while True:
        data = sock.recv(1024)
        if not data:
            print('server menutup koneksi', flush=True)
            os._exit(0)
        pesan = data.decode()
        print(pesan, flush=True)
        if pesan.startswith('TOTAL'):
            os._exit(0)


sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    sock.connect((sys.argv[1], int(sys.argv[2])))
except OSError as error:
    print('tidak bisa terhubung:', error)
    sys.exit(1)
threading.Thread(target=terima, args=(sock,), daemon=True).start()

while True:
    try:
        baris = input('Masukkan operasi matematika sederhana : ')
    except EOFError:
        break
    sock.sendall(baris.encode())
sock.close()
os._exit(0)
