# fails: nothing
import argparse
import select
import socket
import sys

parser = argparse.ArgumentParser()
parser.add_argument('--host', default='127.0.0.1')
parser.add_argument('--port', type=int, default=5000)
args = parser.parse_args()

s = socket.socket()
try:
    s.connect((args.host, args.port))
except OSError as error:
    sys.exit('cannot connect: %s' % error)

waiting = False
while True:
    sources = [s] if waiting else [s, sys.stdin]
    if not waiting:
        sys.stdout.write('> ')
        sys.stdout.flush()
    readable, _, _ = select.select(sources, [], [])
    if s in readable:
        data = s.recv(1024)
        if not data:
            break
        sys.stdout.write(data.decode() + '\n')
        waiting = False
    elif sys.stdin in readable:
        line = sys.stdin.readline()
        if line == '':
            break
        s.sendall(line.rstrip('\r\n').encode())
        waiting = True
s.close()
