# fails: nothing
"""Listens on IPv6 and IPv4 alike; a process per client."""
import multiprocessing
import os
import socket
import sys


def echo(conn, address):
    total = 0
    with conn:
        while True:
            try:
                data = conn.recv(32)
                conn.sendall(data)
            except OSError as error:
                print(address, error, file=sys.stderr, flush=True)
                break
            total += len(data)
            if len(data) == 0:
                break
    print(address, 'had', total, 'bytes', file=sys.stderr, flush=True)


if __name__ == '__main__':
    listener = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(('::', int(os.environ.get('PORT', 8889))))
    listener.listen(64)
    context = multiprocessing.get_context('fork')
    while True:
        conn, address = listener.accept()
        context.Process(target=echo, args=(conn, address[:2])).start()
        conn.close()
        multiprocessing.active_children()  # takes away those that are done
