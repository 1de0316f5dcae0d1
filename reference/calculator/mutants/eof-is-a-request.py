# fails: TCP-2
import os
import socket

listener = socket.create_server(('', int(os.environ.get('PORT', 5000))))
while True:
    conn, _ = listener.accept()
    while True:
        try:
            a, op, b = conn.recv(1024).decode().split()
            if op == '+':
                reply = int(a) + int(b)
            elif op == '-':
                reply = int(a) - int(b)
            elif op == '*':
                reply = int(a) * int(b)
            elif op == '/':
                reply = int(a) // int(b)
            else:
                reply = 'unknown operator'
        except (ValueError, ZeroDivisionError):
            reply = 'error'
        except OSError:
            continue
        try:
            conn.sendall(str(reply).encode())
        except OSError:
            continue
