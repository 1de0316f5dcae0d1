# fails: nothing
import os
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('', int(os.environ.get('PORT', 5000))))
server.listen(5)
print 'menunggu klien'

while True:
    client, address = server.accept()
    print 'klien', address
    try:
        while True:
            pesan = client.recv(1024)
            if not pesan:
                break
            kata = pesan.split()
            try:
                if kata[1] == '+':
                    hasil = int(kata[0]) + int(kata[2])
                elif kata[1] == '-':
                    hasil = int(kata[0]) - int(kata[2])
                elif kata[1] == '*':
                    hasil = int(kata[0]) * int(kata[2])
                elif kata[1] == '/':
                    hasil = int(kata[0]) / int(kata[2])
                else:
                    hasil = 'operasi salah'
            except Exception, salah:
                print 'tidak bisa dihitung:', repr(pesan[:40]), salah
                hasil = 'operasi salah'
            client.send(str(hasil))
    except socket.error, e:
        print 'klien hilang', e
    client.close()
