# fails: nothing
import argparse
import socket
import threading

parser = argparse.ArgumentParser(description='Adds, subtracts, multiplies and divides.')
parser.add_argument('-p', '--port', type=int, default=5000)
port = parser.parse_args().port


def serve(conn):
    try:
        while True:
            request = conn.recv(256).decode()
            if request == '':
                break
            a, op, b = request.split()
            a, b = int(a), int(b)
            if op == '+':
                conn.sendall(str(a + b).encode())
            elif op == '-':
                conn.sendall(str(a - b).encode())
            elif op == '*':
                conn.sendall(str(a * b).encode())
            elif op == '/':
                conn.sendall(str(a // b).encode())
            else:
                break
    except Exception as error:  # whoever sends nonsense has to call again
        print(type(error).__name__, error)
    finally:
        conn.close()


server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('', port))
server.listen(50)
while True:
    conn, addr = server.accept()
    threading.Thread(target=serve, args=(conn,)).start()
