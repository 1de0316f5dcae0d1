# fails: ECHO-3
import argparse
import socket

parser = argparse.ArgumentParser()
parser.add_argument('--port', type=int, default=8080)
options = parser.parse_args()

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', options.port))
s.listen(1)
conn, addr = s.accept()
print('Connected by', addr)
data = conn.recv(4096)
conn.sendall(data)
conn.close()
s.close()
