import socket
import sys
import threading

from replies import reply_to


def serve(conn):
    buffer = b''
    with conn:
        while data := conn.recv(1024):
            *lines, buffer = (buffer + data).split(b'\r\n')
            for line in lines:
                reply = reply_to(line)
                if reply is None:
                    return
                conn.sendall(reply)


port = int(sys.argv[1])
with socket.create_server(('0.0.0.0', port)) as listener:
    while True:
        conn, _ = listener.accept()
        threading.Thread(target=serve, args=(conn,), daemon=True).start()
