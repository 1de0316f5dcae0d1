# fails: TCP-1
import socket
import threading

server = socket.socket()
server.bind(('0.0.0.0', 0))
server.listen()
print('calculator on port', server.getsockname()[1], flush=True)


def serve(conn):
    with conn:
        try:
            while data := conn.recv(1024):
                try:
                    a, op, b = data.decode().split()
                    a, b = int(a), int(b)
                    value = {'+': a + b, '-': a - b, '*': a * b, '/': a // b if b else 'error'}[op]
                except (ValueError, KeyError):
                    value = 'error'
                conn.sendall(str(value).encode())
        except OSError:
            pass


while True:
    threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
