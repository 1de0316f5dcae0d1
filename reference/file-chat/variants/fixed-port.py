# fails: nothing
from socketserver import StreamRequestHandler, ThreadingTCPServer

PORT = 8081
AKHIR = b'//AGUEL//TAMTAM//'
semua = []


class Obrolan(StreamRequestHandler):
    def setup(self):
        super().setup()
        semua.append(self)

    def finish(self):
        semua.remove(self)
        super().finish()

    def ke_lain(self, data):
        for lain in [satu for satu in semua if satu is not self]:
            try:
                lain.connection.sendall(data)
            except OSError:
                pass

    def handle(self):
        try:
            for baris in self.rfile:
                if not baris.endswith(b'\n'):
                    break
                baris = baris.rstrip(b'\r\n')
                if baris.startswith(b'SEND ') and b'/' not in baris:
                    self.berkas(baris)
                else:
                    self.ke_lain(b'<%s> %s' % (self.client_address[0].encode(), baris))
        except OSError:
            print('koneksi putus')

    def berkas(self, baris):
        self.ke_lain(baris + b'\n')
        ekor = b''
        with open(b'terima_' + baris[5:], 'wb') as salinan:
            while not ekor.endswith(AKHIR):
                # Sampai '/' berikutnya: akhir tanda itu tidak mungkin terlewat.
                potongan = self.sampai_garis_miring()
                if not potongan:
                    return
                ekor += potongan
                if len(ekor) > 65536:
                    salinan.write(ekor[:-20])
                    self.ke_lain(ekor[:-20])
                    ekor = ekor[-20:]
            salinan.write(ekor[:-len(AKHIR)])
        self.ke_lain(ekor)

    def sampai_garis_miring(self):
        tersedia = self.rfile.peek(1)
        posisi = tersedia.find(b'/')
        return self.rfile.read(posisi + 1 if posisi >= 0 else len(tersedia))


class Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server(('0.0.0.0', PORT), Obrolan) as server:
    server.serve_forever()
