# fails: nothing
import os
import select
import socket


def hitung(teks):
    kiri, operator, kanan = teks.split(' ')
    kiri = int(kiri)
    kanan = int(kanan)
    if operator == '+':
        return kiri + kanan
    elif operator == '-':
        return kiri - kanan
    elif operator == '*':
        return kiri * kanan
    elif operator == '/':
        return kiri // kanan
    raise ValueError(operator)


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('0.0.0.0', int(os.environ.get('PORT', 5000))))
server.listen(10)
sockets = [server]
alamat = {}
total = 0


def keluar(sock):
    sockets.remove(sock)
    alamat.pop(sock)
    sock.close()


def siarkan(pesan):
    for sock in sockets[1:]:
        try:
            sock.send(pesan.encode())
        except OSError:
            keluar(sock)


while True:
    siap, _, _ = select.select(sockets, [], [])
    for sock in siap:
        if sock is server:
            klien, asal = server.accept()
            klien.setblocking(False)
            sockets.append(klien)
            alamat[klien] = asal
            continue
        if sock not in alamat:
            continue
        try:
            data = sock.recv(1024)
        except OSError:
            data = b''
        if not data:
            keluar(sock)
            continue
        pesan = data.decode('latin-1')
        if pesan == 'END':
            siarkan('TOTAL : ' + str(total) + ' END')
            for lain in sockets[1:]:
                keluar(lain)
            continue
        try:
            hasil = hitung(pesan)
        except (ValueError, ZeroDivisionError):
            continue
        total += hasil
        siarkan(','.join([alamat[sock][0], str(alamat[sock][1]), pesan, str(hasil)]))
