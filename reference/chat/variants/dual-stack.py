# fails: CHAT-12
"""One socket for IPv6 and IPv4; whoever is connected hears everything, logged in or not."""
import os
import select
import socket

listener = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
listener.bind(('::', int(os.environ.get('PORT', 9009))))
listener.listen(20)
connected = [listener]
nama = {}


def kirim(sock, teks):
    try:
        sock.send(('\r' + teks + '\n').encode('utf-8', 'surrogateescape'))
    except OSError:
        print('gagal mengirim', flush=True)


def siarkan(pengirim, teks):
    for sock in connected:
        if sock is not listener and sock is not pengirim:
            kirim(sock, teks)


def terima(sock, pesan):
    kata = pesan.decode('utf-8', 'surrogateescape').split()
    print(nama.get(sock), kata, flush=True)
    if sock not in nama:
        if len(kata) != 3 or kata[0] != kata[2]:
            kirim(sock, 'login dulu')
        elif kata[0] in nama.values():
            kirim(sock, 'username sudah dipake')
        else:
            nama[sock] = kata[0]
            siarkan(sock, kata[0] + ' sudah terhubung dengan system ')
        return
    perintah = kata[2] if len(kata) > 2 else ''
    isi = ''.join(satu + ' ' for satu in kata[3:])
    if perintah == 'list':
        kirim(sock, 'list yang online\n' + '\n'.join(orang + ' is online ' for orang in nama.values()))
    elif perintah == 'sendall':
        siarkan(sock, nama[sock] + ' says ' + isi)
    elif perintah == 'sendto' and len(kata) > 3:
        for tujuan in nama:
            if nama[tujuan] == kata[3]:
                kirim(tujuan, nama[sock] + ' says ' + isi[len(kata[3]) + 1:])
    else:
        kirim(sock, 'invalid command')


while True:
    siap, _, _ = select.select(connected, [], [])
    for sock in siap:
        if sock is listener:
            connected.append(listener.accept()[0])
            continue
        try:
            pesan = sock.recv(4096)
        except OSError:
            pesan = b''
        if pesan:
            terima(sock, pesan)
            continue
        connected.remove(sock)
        if sock in nama:
            siarkan(sock, '(' + nama.pop(sock) + ') off')
        sock.close()
