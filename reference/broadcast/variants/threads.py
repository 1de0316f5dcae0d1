# fails: nothing
import os
import socket
import threading

clients = {}
lock = threading.Lock()
total = 0


def broadcast(message):
    for client in list(clients):
        try:
            client.send(message.encode(), socket.MSG_DONTWAIT)
        except OSError:  # it has left, or its buffers are full
            clients.pop(client)


def evaluate(text):
    a, operator, b = text.split(' ')
    a, b = int(a), int(b)
    if operator == '+':
        return a + b
    if operator == '-':
        return a - b
    if operator == '*':
        return a * b
    if operator == '/':
        return a // b
    raise ValueError('unknown operator')


def end():
    broadcast(f'TOTAL : {total} END')
    for client in clients:
        client.shutdown(socket.SHUT_RDWR)
    clients.clear()


def serve(client, address):
    global total
    with client:
        try:
            while data := client.recv(1024):
                text = data.decode('utf-8', 'replace')
                with lock:
                    if text == 'END':
                        end()
                        break
                    try:
                        result = evaluate(text)
                    except (ValueError, ZeroDivisionError) as error:
                        print(address, error)
                        continue
                    total += result
                    broadcast(f'{address[0]},{address[1]},{text},{result}')
        except OSError as error:
            print(address, error)
        with lock:
            clients.pop(client, None)


with socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 5000)))) as listener:
    while True:
        client, address = listener.accept()
        with lock:
            clients[client] = address
        threading.Thread(target=serve, args=(client, address), daemon=True).start()
