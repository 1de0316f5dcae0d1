# fails: nothing
import os
import socket
import threading
import time


def serve(conn):
    with conn:
        pending = b''
        while data := conn.recv(2048):
            pending += data
            while b'\n' in pending:
                line, _, pending = pending.partition(b'\n')
                if line.rstrip() == b'QUIT':
                    return
                if line.startswith(b'TIME'):
                    conn.sendall(f'JAM {time.strftime("%H:%M:%S")}\r\n'.encode())
                else:
                    conn.sendall(b'Unknown command\r\n')


def accept_clients(listener):
    while True:
        conn, _ = listener.accept()
        threading.Thread(target=serve, args=(conn,), daemon=True).start()


listener = socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 45000))))
threading.Thread(target=accept_clients, args=(listener,), daemon=True).start()
try:
    while True:
        time.sleep(1)
except KeyboardInterrupt:
    print('bye')
