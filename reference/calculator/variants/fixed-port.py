# fails: nothing
from socket import *

serverPort = 5000
serverSocket = socket(AF_INET, SOCK_STREAM)
serverSocket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
serverSocket.bind(('', serverPort))
serverSocket.listen(1)
print('The server is ready to receive')


def hitung(kalimat):
    bagian = kalimat.split(' ')
    if len(bagian) < 3:
        return 'kurang lengkap'
    if not bagian[0].lstrip('-').isdecimal() or not bagian[2].lstrip('-').isdecimal():
        return 'bukan bilangan'
    x = int(bagian[0])
    y = int(bagian[2])
    if bagian[1] == '+':
        return x + y
    if bagian[1] == '-':
        return x - y
    if bagian[1] == '*':
        return x * y
    if bagian[1] == '/':
        if y == 0:
            return 'tidak bisa dibagi nol'
        return x // y
    return 'operator salah'


while True:
    connectionSocket, addr = serverSocket.accept()
    try:
        while 1:
            sentence = connectionSocket.recv(1024)
            if sentence == b'':
                break
            connectionSocket.send(str(hitung(sentence.decode('latin-1'))).encode())
    except error as masalah:
        print(masalah)
    connectionSocket.close()
