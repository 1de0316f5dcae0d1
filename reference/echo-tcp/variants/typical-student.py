# fails: TCP-2 TCP-4
import sys
import socket

# Create a TCP/IP socket
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

# Bind the socket to the port
server_address = ('0.0.0.0', 8080)
print(f"starting up on {server_address}")
sock.bind(server_address)

# Listen for incoming connections
sock.listen(1)

while True:
    # Wait for a connection
    print("waiting for a connection")
    connection, client_address = sock.accept()
    print(f"connection from {client_address}")
    data = connection.recv(2048)
    print(f"received {data}")
    if data:
        print("sending back data")
        connection.sendall(data)
    else:
        print(f"no more data from {client_address}", file=sys.stderr)
    # Clean up the connection
    connection.close()
