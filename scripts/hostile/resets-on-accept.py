# attacks: resets every connection as soon as it is accepted
# honest: no
import os
import signal
import socket
import struct


signal.alarm(60)
listener = socket.create_server(('', int(os.environ.get('PORT', 45000))))
while True:
    client = listener.accept()[0]
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    client.close()
