#!/usr/bin/env python3
# fails: nothing
"""A UDP echo server: one socket, one loop."""
import argparse
import socket


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--port', type=int, default=8080)
    options = parser.parse_args()
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(('0.0.0.0', options.port))
    while True:
        data, address = server.recvfrom(65535)
        server.sendto(data, address)


if __name__ == '__main__':
    main()
