# attacks: listens, and accepts nobody
# honest: no
import os
import signal
import socket


signal.alarm(60)
listener = socket.create_server(('', int(os.environ.get('PORT', 45000))), backlog=1)
while listener:
    signal.pause()
