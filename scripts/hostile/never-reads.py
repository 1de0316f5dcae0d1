# attacks: accepts every connection and never reads from it
# honest: no
import os
import signal
import socket


signal.alarm(60)
listener = socket.create_server(('', int(os.environ.get('PORT', 45000))))
held = []
while True:
    held.append(listener.accept()[0])
