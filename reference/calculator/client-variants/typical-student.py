# fails: CALC-C3
import socket
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else 'localhost'
PORT = int(sys.argv[2]) if len(sys.argv) > 2 else 5000

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((HOST, PORT))
print('Terhubung ke server')

while True:
    try:
        operasi = input('Masukkan operasi matematika sederhana : ')
    except EOFError:
        break
    client.send(operasi.encode())
    hasil = client.recv(1024).decode()
    if not hasil:
        print('Server menutup koneksi')
        break
    print('Hasil :', hasil)

client.close()
