# fails: CALC-C2/answer
# the whole message is taken to come with the first bytes, and to be as long as a buffer
import socket
import sys

s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
while True:
    try:
        line = input('> ')
    except EOFError:
        break
    s.sendall(line.encode())
    answer = s.recv(64, socket.MSG_WAITALL)
    if not answer:
        break
    print(answer.decode())
s.close()
