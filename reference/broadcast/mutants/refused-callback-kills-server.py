# fails: BC-9
import os
import select
import socket

listener = socket.create_server(('', int(os.environ.get('PORT', 5000))))
clients = []
everybody = []
total = 0


def tell(text):
    for ip, port in everybody:
        back = socket.socket()
        back.connect((ip, 5001))
        back.sendall(text.encode())
        back.close()


def compute(request):
    left, op, right = request.split(' ')
    if op == '+':
        return int(left) + int(right)
    if op == '-':
        return int(left) - int(right)
    if op == '*':
        return int(left) * int(right)
    if op == '/':
        return int(left) // int(right)
    raise ValueError


def leave(client):
    clients.remove(client)
    client.close()


while True:
    for ready in select.select([listener] + clients, [], [])[0]:
        if ready is listener:
            client, address = listener.accept()
            clients.append(client)
            everybody.append(address)
            continue
        try:
            address = ready.getpeername()
            request = ready.recv(1024).decode('latin-1')
        except OSError:
            request = ''
        if request == '':
            leave(ready)
        elif request == 'END':
            tell(f'TOTAL : {total} END')
            for client in clients:
                client.close()
            clients.clear()
            everybody.clear()
            break
        else:
            try:
                result = compute(request)
            except (ValueError, ZeroDivisionError):
                continue
            total += result
            tell(f'{address[0]},{address[1]},{request},{result}')
