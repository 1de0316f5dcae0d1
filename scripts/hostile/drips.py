# attacks: sends one byte each half second, for ever
# honest: no
import os
import signal
import socket
import threading
import time


def drip(client):
    with client:
        try:
            while client.send(b'J'):
                time.sleep(0.5)
        except OSError:
            pass


signal.alarm(60)
listener = socket.create_server(('', int(os.environ.get('PORT', 45000))))
while True:
    threading.Thread(target=drip, args=(listener.accept()[0],), daemon=True).start()
