# fails: nothing
import socket
import struct
import sys
import threading

port = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
members = []
guard = threading.RLock()
results = []


def say(text):
    with guard:
        for connection in members[:]:
            try:
                connection.sendall(text)
            except OSError:  # it has left, or has not read for so long that nothing more fits in
                members.remove(connection)
                connection.shutdown(socket.SHUT_RDWR) if connection.fileno() >= 0 else None


def handle(connection, ip, port):
    try:
        while True:
            data = connection.recv(32)
            if data in (b'', b'END'):
                break
            try:
                left, sign, right = data.decode().split()
                left, right = int(left), int(right)
                value = {'+': left + right, '-': left - right, '*': left * right}.get(sign)
                if value is None:
                    value = {'/': left // right}[sign]
            except (ValueError, KeyError, ZeroDivisionError):
                continue
            with guard:
                results.append(value)
                say(b'%s,%d,%s,%d' % (ip.encode(), port, data, value))
        with guard:
            if data == b'END':
                say(b'TOTAL : %d END' % sum(results))
                for other in members:
                    other.shutdown(socket.SHUT_RDWR)
                members.clear()
    except OSError as error:
        print(ip, port, error)
    with guard:
        if connection in members:
            members.remove(connection)
        connection.close()


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', port))
listener.listen(100)
while True:
    connection, (ip, port) = listener.accept()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack('ll', 0, 100000))
    with guard:
        members.append(connection)
    threading.Thread(target=handle, args=(connection, ip, port)).start()
