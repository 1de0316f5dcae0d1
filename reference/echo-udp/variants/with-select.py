# fails: nothing
"""Waits in select, and takes what has come without blocking."""
import argparse
import select
import socket

parser = argparse.ArgumentParser()
parser.add_argument('port', type=int, nargs='?', default=8080)
args = parser.parse_args()

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.setblocking(False)
sock.bind(('0.0.0.0', args.port))
while True:
    select.select([sock], [], [])
    try:
        while True:
            data, address = sock.recvfrom(2048)
            if len(data) > 0:
                sock.sendto(data, address)
    except BlockingIOError:
        pass
    except OSError as error:
        print('error:', error, flush=True)
