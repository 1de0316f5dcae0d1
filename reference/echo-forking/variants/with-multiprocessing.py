# fails: nothing
import argparse
import multiprocessing
import os
import socket


def handle(conn, addr):
    with conn:
        data = conn.recv(4096)
        if data:
            conn.sendall(f'{os.getpid()}: '.encode() + data)
    print('served', addr)


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('port', type=int, nargs='?', default=8080)
    port = parser.parse_args().port
    context = multiprocessing.get_context('fork')
    with socket.create_server(('', port), backlog=128) as server:
        print('ready, my number is', os.getpid())
        while True:
            conn, addr = server.accept()
            with conn:
                process = context.Process(target=handle, args=(conn, addr), daemon=True)
                process.start()
            multiprocessing.active_children()  # joins those that are done
