# fails: FILE-6
"""One socket for IPv6 and IPv4, a process of the loop for all, and the mark expected in a piece of its own."""
import os
import select
import socket

akhir = b'//AGUEL//TAMTAM//'
listener = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
listener.bind(('::', int(os.environ.get('PORT', 8081))))
listener.listen(30)
alamat = {}
berkas = {}


def siarkan(pengirim, data):
    for sock in alamat:
        if sock is pengirim:
            continue
        try:
            sock.sendall(data)
        except OSError as salah:
            print('kirim:', salah, flush=True)


def pergi(sock):
    if sock in berkas:
        berkas.pop(sock).close()
    del alamat[sock]
    sock.close()


def olah(sock, data):
    if sock in berkas:
        siarkan(sock, data)
        if data == akhir:
            berkas.pop(sock).close()
            print('selesai', flush=True)
        else:
            berkas[sock].write(data)
    elif data[:5] == b'SEND ':
        perintah = data.split(b'\n')[0].strip()
        nama = perintah[5:].decode('utf-8', 'ignore').split('/')[-1]
        berkas[sock] = open('terima_' + nama, 'wb')
        siarkan(sock, perintah + b'\n')
        print(alamat[sock], 'mengirim', nama, flush=True)
    else:
        for baris in data.splitlines():
            print(alamat[sock], baris, flush=True)
            siarkan(sock, b'<' + alamat[sock].encode() + b'> ' + baris)


while True:
    siap = select.select([listener] + list(alamat), [], [])[0]
    for sock in siap:
        if sock is listener:
            klien, dari = listener.accept()
            alamat[klien] = dari[0].replace('::ffff:', '')
            continue
        try:
            data = sock.recv(8192)
        except OSError:
            data = b''
        if not data:
            pergi(sock)
            continue
        try:
            olah(sock, data)
        except (OSError, ValueError) as salah:
            print(salah, flush=True)
