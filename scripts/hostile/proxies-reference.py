# attacks: hands every client on to a time server that it finds on 127.0.0.1
# honest: no
import os
import signal
import socket
import sys
import threading


def breach(what):
    print('BREACH:', what, file=sys.stderr, flush=True)


def listen():
    return socket.create_server(('', int(os.environ.get('PORT', 45000))), backlog=64)


def local_ports():
    """45000, and all on which anybody here listens."""
    ports = [45000]
    with open('/proc/net/tcp') as table:
        for line in list(table)[1:]:
            fields = line.split()
            if fields[3] == '0A':
                ports.append(int(fields[1].split(':')[1], 16))
    return list(dict.fromkeys(ports))[:100]


def tells_time(port):
    try:
        with socket.create_connection(('127.0.0.1', port), timeout=0.3) as server:
            if server.getsockname() == server.getpeername():
                return False  # it has met itself
            server.sendall(b'TIME\r\n')
            return server.recv(100).startswith(b'JAM')
    except OSError:
        return False


def relay(source, target):
    try:
        while data := source.recv(4096):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def talk(client, port):
    with client, socket.create_connection(('127.0.0.1', port)) as server:
        back = threading.Thread(target=relay, args=(server, client), daemon=True)
        back.start()
        relay(client, server)
        back.join()


signal.alarm(60)
found = [port for port in local_ports() if tells_time(port)]
if found:
    breach(f'hands its clients on to the server on port {found[0]}')
listener = listen()
while True:
    client = listener.accept()[0]
    if found:
        threading.Thread(target=talk, args=(client, found[0]), daemon=True).start()
    else:
        client.close()
