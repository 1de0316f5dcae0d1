# fails: nothing
import argparse
import socket

parser = argparse.ArgumentParser()
parser.add_argument('--port', type=int, default=8080)
args = parser.parse_args()

pesan = 'This is the message. It will be repeated.'
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(2)
try:
    print('Mengirim "%s"' % pesan)
    sock.sendto(pesan.encode(), ('localhost', args.port))
    data, server = sock.recvfrom(2048)
    print('Received: %s' % data.decode())
except socket.timeout:
    print('Tidak ada jawaban')
finally:
    sock.close()
