# fails: nothing
from socket import *
from threading import Thread

PORT = 9009
online = []


class Klien(Thread):
    def __init__(self, sock):
        super().__init__(daemon=True)
        self.sock = sock
        self.nama = None
        self.sisa = b''

    def kirim(self, *bagian):
        try:
            self.sock.sendall(b'\r' + b''.join(bagian) + b'\n')
        except OSError:
            pass

    def siarkan(self, *bagian):
        for klien in list(online):
            if klien is not self:
                klien.kirim(*bagian)

    def run(self):
        try:
            while True:
                data = self.sock.recv(32)
                if not data:
                    break
                self.terima(data)
        except OSError:
            pass
        if self in online:
            online.remove(self)
            self.siarkan(b'(', self.nama, b') off')
        self.sock.close()

    def terima(self, data):
        self.sisa = self.sisa + data
        if self.nama is None:
            kata = self.sisa.split()
            if len(kata) == 3 and kata[0] == kata[2]:
                self.sisa = self.sisa.strip() + b'\n'
        while b'\n' in self.sisa:
            baris, self.sisa = self.sisa.split(b'\n', 1)
            kata = baris.split()
            if self.nama is None and len(kata) == 3 and kata[0] == kata[2]:
                self.login(kata[0])
            elif self.nama is not None and kata:
                self.perintah(kata[2] if len(kata) > 2 else b'', kata[3:])

    def login(self, nama):
        if any(klien.nama == nama for klien in online):
            self.kirim(b'username sudah dipake')
            self.sock.shutdown(SHUT_RDWR)
            return
        self.nama = nama
        online.append(self)
        self.siarkan(nama, b' sudah terhubung dengan system')

    def perintah(self, apa, kata):
        if apa == b'list':
            self.kirim(b'list yang online', *(b'\n' + klien.nama + b' is online ' for klien in online))
        elif apa == b'sendall':
            self.siarkan(self.nama, b' says ', *(satu + b' ' for satu in kata))
        elif apa == b'sendto':
            for klien in list(online):
                if klien.nama == b''.join(kata[:1]):
                    klien.kirim(self.nama, b' says ', *(satu + b' ' for satu in kata[1:]))
        else:
            self.kirim(b'invalid command')


server = socket(AF_INET, SOCK_STREAM)
server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
server.bind(('0.0.0.0', PORT))
server.listen(5)
while True:
    Klien(server.accept()[0]).start()
