# fails: BC-C2/others BC-C3/others CLI-3
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    s.connect((sys.argv[1], int(sys.argv[2])))
except OSError as error:
    print(error)
    sys.exit(1)
while True:
    try:
        operasi = input('> ')
    except EOFError:
        break
    s.send(operasi.encode())
    kabar = s.recv(1024).decode()
    print(kabar)
    if kabar.startswith('TOTAL'):
        break
s.close()
