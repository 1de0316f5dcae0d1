# fails: nothing
import os
import select
import socket

server = socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 5000))))
inputs = [server]


def kira(teks):
    """Menghitung satu operasi."""
    kiri, tanda, kanan = teks.split(' ')
    kiri = int(kiri)
    kanan = int(kanan)
    if tanda == '+':
        return kiri + kanan
    elif tanda == '-':
        return kiri - kanan
    elif tanda == '*':
        return kiri * kanan
    elif tanda == '/':
        return kiri // kanan


def lepas(sock):
    inputs.remove(sock)
    sock.close()


while True:
    readable, _, _ = select.select(inputs, [], [])
    for sock in readable:
        if sock is server:
            client, address = server.accept()
            inputs.append(client)
            continue
        try:
            data = sock.recv(1024)
        except OSError:
            data = b''
        if not data:
            lepas(sock)
            continue
        try:
            hasil = kira(data.decode())
        except (ValueError, ZeroDivisionError):
            hasil = None
        if hasil is not None:
            try:
                sock.sendall(str(hasil).encode())
            except OSError:
                lepas(sock)
