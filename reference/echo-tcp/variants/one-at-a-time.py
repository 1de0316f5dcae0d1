#!/usr/bin/env python3
# fails: nothing
"""A TCP echo server that serves one client after the other."""
import argparse
import socket


def serve(client):
    data = client.recv(4096)
    client.sendall(data)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--port', type=int, default=8080)
    options = parser.parse_args()
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(('0.0.0.0', options.port))
    server.listen(5)
    while True:
        client, address = server.accept()
        try:
            serve(client)
        except OSError as error:
            print('lost', address, error)
        finally:
            client.close()


if __name__ == '__main__':
    main()
