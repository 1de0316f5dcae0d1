# fails: CHAT-12 CHAT-13 TCP-4
import socket
import threading

HOST = '0.0.0.0'
PORT = 9009
daftar = {}


def kirim(tujuan, pesan):
    try:
        tujuan.send(pesan.encode())
    except OSError:
        pass


def kirim_semua(pengirim, pesan):
    for klien in list(daftar.values()):
        if klien != pengirim:
            kirim(klien, pesan)


def layani(klien, alamat):
    nama = None
    while True:
        try:
            data = klien.recv(1024)
        except OSError:
            break
        if not data:
            break
        ji = data.decode('utf-8', 'replace').split()
        print(alamat, ji)
        if len(ji) < 3 or ji[1] != 'says':
            kirim(klien, '\rinvalid command\n')
        elif nama is None:
            if ji[2] != ji[0]:
                kirim(klien, '\rinvalid command\n')
            elif ji[0] in daftar:
                kirim(klien, '\rusername sudah dipake\n')
            else:
                nama = ji[0]
                daftar[nama] = klien
                kirim_semua(klien, '\r' + nama + ' sudah terhubung dengan system\n')
        elif ji[2] == 'list':
            pesan = '\rlist yang online\n'
            for orang in list(daftar):
                pesan += orang + ' is online \n'
            kirim(klien, pesan)
        elif ji[2] == 'sendall':
            pesan = '\r' + ji[0] + ' says '
            for kata in ji[3:]:
                pesan += kata + ' '
            kirim_semua(klien, pesan + '\n')
        elif ji[2] == 'sendto' and len(ji) > 3:
            pesan = '\r' + ji[0] + ' says '
            for kata in ji[4:]:
                pesan += kata + ' '
            if ji[3] in daftar:
                kirim(daftar[ji[3]], pesan + '\n')
        else:
            kirim(klien, '\rinvalid command\n')
    if nama is not None:
        del daftar[nama]
        kirim_semua(klien, '\r(' + nama + ') off\n')
    klien.close()


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.bind((HOST, PORT))
    server.listen(10)
    print('chat server di port', PORT)
    while True:
        klien, alamat = server.accept()
        threading.Thread(target=layani, args=(klien, alamat)).start()


if __name__ == '__main__':
    main()
