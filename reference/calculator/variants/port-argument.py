# fails: nothing
import socket
import sys
from fractions import Fraction
from math import floor

port = int(sys.argv[1]) if len(sys.argv) > 1 else 5000


def answer(line):
    left, sign, right = line.decode('utf-8').split(' ')
    a, b = Fraction(left), Fraction(right)
    value = {'+': a.__add__, '-': a.__sub__, '*': a.__mul__, '/': a.__truediv__}[sign](b)
    return str(floor(value))


listener = socket.create_server(('0.0.0.0', port))
while True:
    connection, _ = listener.accept()
    with connection:
        try:
            while line := connection.recv(512):
                try:
                    connection.sendall(answer(line).encode())
                except (ValueError, KeyError, ZeroDivisionError) as problem:
                    print(repr(problem)[:80], file=sys.stderr)
                    connection.sendall(b'error')
        except OSError as problem:
            print('connection lost:', problem, file=sys.stderr)
