# fails: TCP-2
import os
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('0.0.0.0', int(os.environ.get('PORT', 5000))))
s.listen(1)
conn, addr = s.accept()
print('Connected by', addr)
while True:
    data = conn.recv(1024)
    if not data:
        break
    try:
        a, op, b = data.decode().split(' ')
        a = int(a)
        b = int(b)
        if op == '+':
            hasil = a + b
        elif op == '-':
            hasil = a - b
        elif op == '*':
            hasil = a * b
        elif op == '/':
            hasil = a // b
        else:
            hasil = 'operator tidak dikenal'
    except (ValueError, ZeroDivisionError):
        hasil = 'salah'
    conn.send(str(hasil).encode())
conn.close()
s.close()
