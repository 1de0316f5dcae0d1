# fails: nothing
import socket

# Create a UDP socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

# Bind the socket to the port
server_address = ('0.0.0.0', 8080)
print(f'starting up on {server_address}', flush=True)
sock.bind(server_address)

while True:
    print('\nwaiting to receive message', flush=True)
    data, address = sock.recvfrom(4096)

    print(f'received {len(data)} bytes from {address}', flush=True)
    print(data, flush=True)

    if data:
        sent = sock.sendto(data, address)
        print(f'sent {sent} bytes back to {address}', flush=True)
