# fails: nothing
import select
import socket
import sys

if len(sys.argv) != 3:
    sys.exit('usage: client.py HOST PORT')
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    server.connect((sys.argv[1], int(sys.argv[2])))
except OSError as error:
    sys.exit('cannot connect: %s' % error)

while True:
    sys.stdout.write('>> ')
    sys.stdout.flush()
    ready, _, _ = select.select([sys.stdin, server], [], [])
    if server in ready:
        notice = server.recv(2048).decode()
        if notice == '':
            print('the server has gone')
            break
        print('\r' + notice)
        if notice.endswith(' END'):
            break
    elif sys.stdin in ready:
        line = sys.stdin.readline()
        if line == '':
            break
        server.send(line.rstrip('\n').encode())
server.close()
