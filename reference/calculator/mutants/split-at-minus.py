# fails: CALC-3
import os
import socket
import threading


def calculate(text):
    """Looks for the operator, and takes what stands on its two sides."""
    if '-' in text:
        left, right = text.split('-')
        return int(left) - int(right)
    if '+' in text:
        left, right = text.split('+')
        return int(left) + int(right)
    if '*' in text:
        left, right = text.split('*')
        return int(left) * int(right)
    left, right = text.split('/')
    return int(left) // int(right)


def serve(conn):
    with conn:
        while True:
            data = conn.recv(1024)
            if not data:
                break
            try:
                reply = str(calculate(data.decode()))
            except (ValueError, ZeroDivisionError):
                reply = 'error'
            conn.sendall(reply.encode())


with socket.create_server(('', int(os.environ.get('PORT', 5000)))) as listener:
    while True:
        conn, _ = listener.accept()
        threading.Thread(target=serve, args=(conn,), daemon=True).start()
