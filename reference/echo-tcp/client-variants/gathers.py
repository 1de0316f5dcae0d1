# fails: nothing
import os
import socket

MESSAGE = b'Test message. This will be echoed'

sock = socket.create_connection(('localhost', int(os.environ.get('PORT', 8080))))
sock.sendall(MESSAGE)
answer = b''
while len(answer) < len(MESSAGE) and (piece := sock.recv(len(MESSAGE) - len(answer))):
    answer += piece
print('\033[1mReceived:\033[0m', answer.decode())
print(len(answer), 'bytes')
