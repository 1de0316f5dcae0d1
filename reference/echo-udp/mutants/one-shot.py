# fails: UDP-3
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', port))
message, address = s.recvfrom(65536)
print('received', message, 'from', address)
s.sendto(message, address)
s.close()
