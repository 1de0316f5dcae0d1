# fails: CALC-C2/answer
import socket
import sys

s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
answers = []
try:
    for line in sys.stdin:
        s.sendall(line.rstrip('\n').encode())
        answer = s.recv(1024)
        if not answer:
            break
        answers.append(answer.decode())
    s.close()
finally:
    print('\n'.join(answers))
