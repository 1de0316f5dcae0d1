# fails: nothing
"""One socket for IPv6 and IPv4."""
import os
import socket

with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    sock.bind(('::', int(os.environ.get('PORT', '8080'))))
    buffer = bytearray(65536)
    view = memoryview(buffer)
    while True:
        length, address = sock.recvfrom_into(buffer)
        try:
            sock.sendto(view[:length], address)
        except OSError as error:
            print(f'nothing sent to {address[0]}: {error}', flush=True)
