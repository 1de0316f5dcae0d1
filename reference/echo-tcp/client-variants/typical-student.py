# fails: nothing
import argparse
import socket
import sys

parser = argparse.ArgumentParser(description='Klien gema')
parser.add_argument('--port', type=int, default=8080)
port = parser.parse_args().port

pesan = 'Test message. This will be echoed'
with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
    try:
        sock.connect(('localhost', port))
    except OSError as error:
        print('Gagal terhubung:', error)
        sys.exit(1)
    print('Mengirim:', pesan)
    sock.sendall(pesan.encode())
    diterima = 0
    while diterima < len(pesan):
        data = sock.recv(16)
        if not data:
            print('Server menutup koneksi')
            break
        diterima += len(data)
        print('Received: %s' % data.decode())
print('Selesai')
