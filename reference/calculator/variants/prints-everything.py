# fails: nothing
import datetime
import os
import socket
import sys


def log(*words):
    print(datetime.datetime.now().isoformat(), *words)
    sys.stdout.flush()


def work_out(expression):
    log('expression:', repr(expression[:60]))
    parts = expression.split()
    log('parts:', len(parts))
    if len(parts) != 3:
        return 'Error: need 3 parts'
    a, op, b = parts
    try:
        a, b = int(a), int(b)
    except ValueError as e:
        return 'Error: ' + str(e)[:100]
    log('a =', a, 'op =', op, 'b =', b)
    if op == '+':
        c = a + b
    elif op == '-':
        c = a - b
    elif op == '*':
        c = a * b
    elif op == '/' and b != 0:
        c = a // b
    elif op == '/':
        return 'Error: cannot divide by zero'
    else:
        return 'Error: unknown operator ' + op[:10]
    log('result:', c)
    return str(c)


def handle(client, address):
    log('client connected', address)
    while True:
        message = client.recv(1024)
        if not message:
            log('client left', address)
            break
        log('received', message[:60])
        result = work_out(message.decode('utf-8', 'replace'))
        client.sendall(result.encode('utf-8'))
        log('sent', result)


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(('0.0.0.0', int(os.environ.get('PORT', 5000))))
    server.listen(1)
    log('*** calculator is ready ***')
    while True:
        client, address = server.accept()
        try:
            handle(client, address)
        except OSError as e:
            log('client lost', address, e)
        client.close()


main()
