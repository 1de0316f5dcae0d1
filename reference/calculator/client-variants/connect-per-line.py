# fails: CALC-C3
import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])
print('Kalkulator. Ctrl-D untuk selesai.')
while True:
    try:
        soal = input()
    except EOFError:
        sys.exit()
    with socket.create_connection((host, port)) as s:
        s.sendall(soal.encode())
        jawaban = s.recv(1024)
        if jawaban == b'':
            sys.exit('tidak ada jawaban')
        print(soal, '=', jawaban.decode())
