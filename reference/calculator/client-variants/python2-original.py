# fails: CALC-C3
import socket
import sys

server_address = (sys.argv[1], int(sys.argv[2]))
client_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client_socket.connect(server_address)

sys.stdout.write('>> ')
sys.stdout.flush()
try:
    while True:
        pesan = raw_input('Masukkan operasi matematika sederhana : ')
        client_socket.send(pesan)
        jawaban = client_socket.recv(1024)
        if not jawaban:
            break
        sys.stdout.write(jawaban + '\n>> ')
        sys.stdout.flush()
except (EOFError, KeyboardInterrupt):
    print
client_socket.close()
