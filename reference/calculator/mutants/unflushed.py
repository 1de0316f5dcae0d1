# fails: CALC-1
import os
import socket
import threading


def calculate(request):
    a, op, b = request.split()
    if op == '+':
        return int(a) + int(b)
    if op == '-':
        return int(a) - int(b)
    if op == '*':
        return int(a) * int(b)
    return int(a) // int(b)


def serve(conn):
    with conn, conn.makefile('w') as out:
        while data := conn.recv(1024):
            try:
                out.write(str(calculate(data.decode())))
            except (ValueError, ZeroDivisionError):
                out.write('error')


with socket.create_server(('', int(os.environ.get('PORT', 5000)))) as listener:
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client,), daemon=True).start()
