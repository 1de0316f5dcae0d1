# fails: CALC-7 TCP-2 TCP-3 TCP-4
import socket
import sys

HOST = '0.0.0.0'
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 5000

server_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server_socket.bind((HOST, PORT))
server_socket.listen(1)
print("Server listening on port", PORT)

while True:
    client_socket, client_address = server_socket.accept()
    print("Connection from", client_address)
    while True:
        data = client_socket.recv(1024).decode()
        if not data:
            break
        angka1, operator, angka2 = data.split(" ")
        angka1 = int(angka1)
        angka2 = int(angka2)
        if operator == "+":
            hasil = angka1 + angka2
        elif operator == "-":
            hasil = angka1 - angka2
        elif operator == "*":
            hasil = angka1 * angka2
        elif operator == "/":
            hasil = angka1 // angka2
        client_socket.send(str(hasil).encode())
    client_socket.close()
