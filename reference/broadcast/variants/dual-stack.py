# fails: nothing
"""One socket for IPv6 and IPv4; an IPv4 client is shown as people write its address."""
import os
import selectors
import socket

selector = selectors.DefaultSelector()
addresses = {}
total = 0


def arrive(listener):
    client, (ip, port, *_) = listener.accept()
    client.setblocking(False)
    addresses[client] = f'{ip.removeprefix("::ffff:")},{port}'
    selector.register(client, selectors.EVENT_READ, read)


def leave(client):
    if addresses.pop(client, None) is not None:
        selector.unregister(client)
        client.close()


def publish(text):
    for client in list(addresses):
        try:
            client.send(text.encode())
        except OSError:
            leave(client)


def read(client):
    global total
    if client not in addresses:
        return
    try:
        request = client.recv(512).decode('ascii', 'replace')
    except OSError:
        request = ''
    if request == '':
        leave(client)
    elif request == 'END':
        publish(f'TOTAL : {total} END')
        for each in list(addresses):
            leave(each)
    else:
        try:
            a, op, b = request.split(' ')
            a, b = int(a), int(b)
            result = a + b if op == '+' else a - b if op == '-' else a * b if op == '*' else a // b if op == '/' else None
        except (ValueError, ZeroDivisionError):
            return
        if result is not None:
            total += result
            publish(f'{addresses[client]},{request},{result}')


listener = socket.socket(socket.AF_INET6)
listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('::', int(os.environ.get('PORT', 5000))))
listener.listen(50)
selector.register(listener, selectors.EVENT_READ, arrive)
while True:
    for key, _ in selector.select():
        key.data(key.fileobj)
