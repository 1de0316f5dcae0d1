# fails: FILE-6 TCP-4
import socket
import threading

PORT = 8081
AKHIR = b'//AGUEL//TAMTAM//'
daftar = []


def siarkan(pengirim, data):
    for klien in list(daftar):
        if klien is not pengirim:
            try:
                klien.sendall(data)
            except OSError:
                print('gagal mengirim')


def terima_file(klien, nama):
    siarkan(klien, ('SEND ' + nama).encode())
    try:
        file = open('terima_' + nama.replace('/', '_'), 'wb')
    except OSError as masalah:
        print(masalah)
        return
    while True:
        data = klien.recv(4096)
        siarkan(klien, data)
        if not data or data.endswith(AKHIR):
            break
        file.write(data)
    file.close()
    print('selesai menerima', nama)


def layani(klien, alamat):
    try:
        while True:
            data = klien.recv(1024)
            if not data:
                break
            pesan = data.decode('utf-8', 'replace').strip()
            print(alamat, pesan)
            if pesan.startswith('SEND '):
                terima_file(klien, pesan[5:])
            else:
                siarkan(klien, ('<' + alamat[0] + '> ' + pesan).encode())
    except OSError as masalah:
        print(masalah)
    daftar.remove(klien)
    klien.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(('0.0.0.0', PORT))
server.listen(100)
while True:
    klien, alamat = server.accept()
    daftar.append(klien)
    threading.Thread(target=layani, args=(klien, alamat)).start()
