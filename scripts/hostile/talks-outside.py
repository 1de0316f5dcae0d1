# attacks: connects to the internet and to the gateway, asks name servers, sends datagrams
# honest: yes
import os
import selectors
import signal
import socket
import sys
import threading
import time


def breach(what):
    print('BREACH:', what, file=sys.stderr, flush=True)


def answers(client, pending):
    try:
        data = client.recv(4096)
        *lines, pending[client] = (pending[client] + data).split(b'\n')
        for line in lines:
            if line.startswith(b'QUIT'):
                return False
            client.sendall(time.strftime('JAM %H:%M:%S\r\n').encode() if line.startswith(b'TIME') else b'?\r\n')
    except OSError:
        return False
    return data != b''


def listen():
    return socket.create_server(('', int(os.environ.get('PORT', 45000))), backlog=64)


def serve(listener):
    pending = {}
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                client = key.fileobj
                if client is listener:
                    client = listener.accept()[0]
                    pending[client] = b''
                    selector.register(client, selectors.EVENT_READ)
                elif not answers(client, pending):
                    selector.unregister(client)
                    del pending[client]
                    client.close()


# "example.com A" as a query of the domain name system (RFC 1035, section 4)
QUERY = bytes.fromhex('abcd01000001000000000000076578616d706c6503636f6d0000010001')
PLACES = (('1.1.1.1', 53), ('1.1.1.1', 443), ('8.8.8.8', 53), ('9.9.9.9', 80), ('2606:4700:4700::1111', 53))


def gateways():
    with open('/proc/net/route') as table:
        words = [line.split()[2] for line in list(table)[1:]]
    return [(socket.inet_ntoa(bytes.fromhex(word)[::-1]), port) for word in words if word != '00000000' for port in (22, 53, 80)]


def connects(place):
    try:
        with socket.create_connection(place, timeout=0.8):
            breach(f'connects to {place[0]}, port {place[1]}')
    except OSError:
        pass


def asks(host):
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.settimeout(0.8)
            probe.connect((host, 53))  # so that a refusal comes back
            probe.send(QUERY)
            if probe.recv(512)[:2] == QUERY[:2]:
                breach(f'gets an answer from {host}, port 53')
    except OSError:
        pass


def looks_up(name):
    try:
        breach(f'learns that {name} is {socket.getaddrinfo(name, 80)[0][4][0]}')
    except OSError:
        pass


def together(*jobs):
    threads = [threading.Thread(target=each[0], args=(each[1],), daemon=True) for each in jobs]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 1.5
    for thread in threads:
        thread.join(max(0, until - time.monotonic()))


signal.alarm(60)
questions = [(asks, '1.1.1.1'), (asks, '8.8.8.8'), (looks_up, 'example.com')]
together(*questions, *((connects, place) for place in [*PLACES, *gateways()]))
serve(listen())
