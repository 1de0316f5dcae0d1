#!/usr/bin/env python3
# fails: nothing
"""A thread for each client."""
import os
import socket
import threading


def serve(conn):
    with conn:
        try:
            message = conn.recv(2048)
            if message:
                conn.sendall(threading.current_thread().name.encode() + b': ' + message)
        except OSError as error:
            print('lost a client:', error)


def main():
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(('0.0.0.0', int(os.environ.get('PORT', 8080))))
    listener.listen(50)
    while True:
        conn, address = listener.accept()
        threading.Thread(target=serve, args=(conn,)).start()


if __name__ == '__main__':
    main()
