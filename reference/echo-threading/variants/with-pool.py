# fails: nothing
import argparse
import socket
import threading
from concurrent.futures import ThreadPoolExecutor


def answer(conn):
    with conn:
        message = conn.recv(4096)
        if message:
            conn.sendall(b'%b: %b' % (threading.current_thread().name.encode(), message))


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--port', type=int, default=8080)
    options = parser.parse_args()
    with ThreadPoolExecutor(max_workers=16, thread_name_prefix='waiter') as pool:
        with socket.create_server(('0.0.0.0', options.port)) as server:
            while True:
                pool.submit(answer, server.accept()[0])
