# fails: CLI-3
import os
import socket
import sys
import threading

host = sys.argv[1]
port = int(sys.argv[2])


def dengar(pendengar):
    while True:
        panggilan, dari = pendengar.accept()
        data = b''
        while True:
            potongan = panggilan.recv(1024)
            if not potongan:
                break
            data += potongan
        panggilan.close()
        print('\nbroadcast:', data.decode(), flush=True)
        if data.startswith(b'TOTAL'):
            os._exit(0)


pendengar = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
pendengar.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
pendengar.bind(('0.0.0.0', 5001))
pendengar.listen(5)
threading.Thread(target=dengar, args=(pendengar,), daemon=True).start()

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    sock.connect((host, port))
except ConnectionRefusedError:
    print('server belum jalan')
    sys.exit(1)
try:
    while True:
        sock.send(input('operasi: ').encode())
except EOFError:
    sock.close()
    os._exit(0)
