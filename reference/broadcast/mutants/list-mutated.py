# fails: BC-9
import os
import socket
import threading

members = []
lock = threading.Lock()
total = 0


def tell_all(text):
    for member in members:
        try:
            member.send(text.encode(), socket.MSG_DONTWAIT)
        except BlockingIOError:
            pass  # it does not read; it may miss something
        except OSError:
            members.remove(member)


def calculate(request):
    left, op, right = request.split(' ')
    left, right = int(left), int(right)
    return {'+': left + right, '-': left - right, '*': left * right, '/': op == '/' and left // right}[op]


def serve(connection, ip, port):
    global total
    try:
        while data := connection.recv(1024):
            request = data.decode('latin-1')
            with lock:
                if request == 'END':
                    tell_all(f'TOTAL : {total} END')
                    for member in members:
                        if member.fileno() >= 0:
                            member.shutdown(socket.SHUT_RDWR)
                    members.clear()
                    break
                try:
                    result = calculate(request)
                except (ValueError, KeyError, ZeroDivisionError):
                    continue
                total += result
                tell_all(f'{ip},{port},{request},{result}')
    except OSError as error:
        print(ip, port, error)
    connection.close()


listener = socket.create_server(('', int(os.environ.get('PORT', 5000))))
while True:
    connection, (ip, port) = listener.accept()
    with lock:
        members.append(connection)
    threading.Thread(target=serve, args=(connection, ip, port), daemon=True).start()
