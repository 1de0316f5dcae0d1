# fails: nothing
import os
import socket
import threading
import time

IDLE_SECONDS = 30


def serve(conn, address):
    conn.settimeout(IDLE_SECONDS)
    buffer = b''
    try:
        while True:
            data = conn.recv(1024)
            if not data:
                break
            buffer += data
            while b'\n' in buffer:
                line, buffer = buffer.split(b'\n', 1)
                request = line.strip().decode('utf-8', 'ignore')
                if request == 'QUIT':
                    return
                if request.startswith('TIME'):
                    conn.sendall(time.strftime('JAM %H:%M:%S\r\n').encode())
                else:
                    conn.sendall(b'WARNING: Invalid Command!\r\n')
    except socket.timeout:
        print(address, 'said nothing for', IDLE_SECONDS, 'seconds')
    except OSError as error:
        print(address, error)
    finally:
        conn.close()


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', int(os.environ.get('PORT', 45000))))
listener.listen()
while True:
    threading.Thread(target=serve, args=listener.accept(), daemon=True).start()
