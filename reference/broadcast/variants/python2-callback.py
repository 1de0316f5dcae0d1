# fails: nothing
import os
import socket
import threading

PORT_KLIEN = 5001

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('0.0.0.0', int(os.environ.get('PORT', 5000))))
server.listen(10)

klien = []
kunci = threading.Lock()
total = 0


def kirim(alamat, pesan):
    """Menyambung balik ke klien, mengirim satu pesan, lalu menutupnya."""
    balik = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    balik.settimeout(0.5)
    try:
        balik.connect((alamat[0], PORT_KLIEN))
        balik.sendall(pesan)
    except socket.error, e:
        print 'tidak sampai ke', alamat, e
    balik.close()


def siarkan(pesan):
    for koneksi, alamat in klien[:]:
        kirim(alamat, pesan)


def hitung(pesan):
    a, op, b = pesan.split(' ')
    if op == '+':
        return int(a) + int(b)
    elif op == '-':
        return int(a) - int(b)
    elif op == '*':
        return int(a) * int(b)
    elif op == '/':
        return int(a) / int(b)
    raise ValueError(op)


def layani(koneksi, alamat):
    global total
    while True:
        try:
            pesan = koneksi.recv(1024)
        except socket.error:
            pesan = ''
        if not pesan:
            break
        with kunci:
            if pesan == 'END':
                siarkan('TOTAL : %d END' % total)
                for k, a in klien:
                    if k is not koneksi:
                        k.shutdown(socket.SHUT_RDWR)
                break
            try:
                hasil = hitung(pesan)
            except Exception, e:
                print 'salah:', repr(pesan[:50]), e
                continue
            total += hasil
            siarkan('%s,%d,%s,%d' % (alamat[0], alamat[1], pesan, hasil))
    with kunci:
        klien.remove((koneksi, alamat))
    koneksi.close()


print 'server siap'
while True:
    koneksi, alamat = server.accept()
    with kunci:
        klien.append((koneksi, alamat))
    threading.Thread(target=layani, args=(koneksi, alamat)).start()
