# fails: nothing
"""Gives its clients a moment to listen, and then calls them back, one notice after the other."""
import os
import queue
import socket
import threading
import time

CALLBACK_PORT = 5001
lock = threading.Lock()
connections = {}
notices = queue.Queue()
total = 0


def call_back():
    while True:
        message, is_last = notices.get()
        time.sleep(0.05)
        with lock:
            addresses = [ip for ip, _ in connections.values()]
        for ip in addresses:
            try:
                with socket.create_connection((ip, CALLBACK_PORT), timeout=0.3) as call:
                    call.sendall(message.encode())
            except OSError as error:
                print('cannot reach', ip, error)
        if is_last:
            with lock:
                for each in connections:
                    each.shutdown(socket.SHUT_RDWR)


def result_of(request):
    a, operator, b = request.split(' ')
    if operator == '+':
        return int(a) + int(b)
    if operator == '-':
        return int(a) - int(b)
    if operator == '*':
        return int(a) * int(b)
    if operator == '/':
        return int(a) // int(b)
    raise ValueError('not an operation')


def serve(connection, ip, port):
    global total
    try:
        while data := connection.recv(256):
            with lock:
                if data == b'END':
                    notices.put((f'TOTAL : {total} END', True))
                    continue
                try:
                    request = data.decode()
                    result = result_of(request)
                except (ValueError, ZeroDivisionError) as error:
                    print(ip, port, error)
                    continue
                total += result
                notices.put((f'{ip},{port},{request},{result}', False))
    except OSError as error:
        print(ip, port, error)
    finally:
        with lock:
            del connections[connection]
        connection.close()


threading.Thread(target=call_back, daemon=True).start()
listener = socket.create_server(('', int(os.environ.get('PORT', 5000))))
while True:
    connection, (ip, port) = listener.accept()
    with lock:
        connections[connection] = ip, port
    threading.Thread(target=serve, args=(connection, ip, port), daemon=True).start()
