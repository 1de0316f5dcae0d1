# fails: CLI-3
# set: delivery=callback
import os
import socket
import sys
import threading


class Pendengar(threading.Thread):
    def __init__(self, alamat):
        threading.Thread.__init__(self)
        self.daemon = True
        self.soket = socket.socket()
        self.soket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.soket.bind((alamat, 5001))
        self.soket.listen(1)

    def run(self):
        while True:
            kabar = self.soket.accept()[0].recv(256).decode()
            sys.stdout.write('\n' + kabar + '\n')
            sys.stdout.flush()
            if kabar[:5] == 'TOTAL':
                os._exit(0)


server = socket.socket()
if server.connect_ex((sys.argv[1], int(sys.argv[2]))) != 0:
    print('server tidak ada')
    sys.exit(1)
Pendengar(server.getsockname()[0]).start()
while True:
    baris = sys.stdin.readline()
    if not baris:
        break
    server.send(baris.strip().encode())
server.close()
