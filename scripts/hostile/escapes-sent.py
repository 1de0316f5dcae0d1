# attacks: answers with what takes over a terminal, a page of HTML and a spreadsheet
# honest: no
import os
import signal
import socket
import threading


NASTY = b'=1+1 \x1b]0;owned\x07\x1b[2J <script>alert(1)</script> \xff\xfe \x9b31m \xe2\x80\xae \x00 "; $(id)\r\n'


def talk(client):
    with client:
        while client.recv(1024):
            client.sendall(NASTY)


signal.alarm(60)
listener = socket.create_server(('', int(os.environ.get('PORT', 45000))))
while True:
    threading.Thread(target=talk, args=(listener.accept()[0],), daemon=True).start()
