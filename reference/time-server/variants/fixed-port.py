# fails: nothing
from socket import *
from threading import Thread
from time import strftime

PORT = 45000


def balas(permintaan):
    if permintaan.startswith(b'TIME'):
        return strftime('JAM %H:%M:%S\r\n').encode()
    return b'WARNING: Invalid Command!\r\n'


def layani(klien):
    terkumpul = b''
    try:
        while True:
            data = klien.recv(1024)
            if not data:
                break
            terkumpul = terkumpul + data
            while b'\r\n' in terkumpul:
                permintaan, terkumpul = terkumpul.split(b'\r\n', 1)
                if permintaan == b'QUIT':
                    return
                klien.sendall(balas(permintaan))
    except error:
        pass
    finally:
        klien.close()


server = socket(AF_INET, SOCK_STREAM)
server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
server.bind(('0.0.0.0', PORT))
server.listen(5)
print('menunggu klien di port', PORT)
while True:
    klien, alamat = server.accept()
    Thread(target=layani, args=(klien,), daemon=True).start()
