# fails: nothing
import os
import socket
from datetime import datetime
from multiprocessing import Process


def serve(conn):
    with conn:
        unfinished = b''
        while True:
            data = conn.recv(1024)
            if not data:
                break
            *lines, unfinished = (unfinished + data).split(b'\r\n')
            for line in lines:
                if line == b'QUIT':
                    return
                if line[:4] == b'TIME':
                    conn.sendall(datetime.now().strftime('JAM %H:%M:%S\r\n').encode())
                else:
                    conn.sendall(b'WARNING: Invalid Command!\r\n')


if __name__ == '__main__':
    with socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 45000)))) as listener:
        while True:
            conn, _ = listener.accept()
            Process(target=serve, args=(conn,), daemon=True).start()
            conn.close()
