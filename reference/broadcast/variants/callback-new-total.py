# fails: nothing
"""Calls its clients back, and begins a new total after each END."""
import os
import socket
import threading

CALLBACK_PORT = 5001
lock = threading.Lock()
connections = {}
total = 0


def notify(ip, message):
    try:
        with socket.create_connection((ip, CALLBACK_PORT), timeout=0.3) as call:
            call.sendall(message.encode())
    except OSError as error:
        print('cannot reach', ip, error)


def notify_all(message):
    for ip, _ in list(connections.values()):
        notify(ip, message)


def result_of(request):
    match request.split(' '):
        case a, '+', b:
            return int(a) + int(b)
        case a, '-', b:
            return int(a) - int(b)
        case a, '*', b:
            return int(a) * int(b)
        case a, '/', b:
            return int(a) // int(b)
    raise ValueError('not an operation')


def serve(connection, ip, port):
    global total
    try:
        while data := connection.recv(256):
            with lock:
                if data == b'END':
                    notify_all(f'TOTAL : {total} END')
                    total = 0
                    for each in connections:
                        each.shutdown(socket.SHUT_RDWR)
                    break
                try:
                    request = data.decode()
                    result = result_of(request)
                except (ValueError, ZeroDivisionError) as error:
                    print(ip, port, error)
                    continue
                total += result
                notify_all(f'{ip},{port},{request},{result}')
    except OSError as error:
        print(ip, port, error)
    finally:
        with lock:
            del connections[connection]
        connection.close()


listener = socket.create_server(('', int(os.environ.get('PORT', 5000))))
while True:
    connection, (ip, port) = listener.accept()
    with lock:
        connections[connection] = ip, port
    threading.Thread(target=serve, args=(connection, ip, port), daemon=True).start()
