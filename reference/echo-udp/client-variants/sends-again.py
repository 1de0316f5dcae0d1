# fails: nothing
import socket
import sys

port = int(sys.argv[sys.argv.index('--port') + 1]) if '--port' in sys.argv else 8080
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(1)
for attempt in range(3):
    sock.sendto(b'This is the message. It will be repeated.', ('localhost', port))
    try:
        print('Received: ' + sock.recv(4096).decode())
        sys.exit()
    except socket.timeout:
        print('attempt', attempt + 1, 'has failed')
sys.exit(1)
