# fails: CHAT-1 CHAT-2 CHAT-3 CHAT-4 CHAT-5 CHAT-7
"""Each client has a process of its own, and each process a table of users of its own."""
import os
import signal
import socket

users = {}


def send(conn, text):
    conn.sendall(('\r' + text + '\n').encode('utf-8', 'surrogateescape'))


def handle(conn, name, words):
    if len(words) < 3 or words[1] != 'says':
        send(conn, 'invalid command')
    elif name is None:
        if words[0] != words[2]:
            send(conn, 'invalid command')
        elif words[0] in users:
            send(conn, 'username sudah dipake')
        else:
            for other in users.values():
                send(other, words[0] + ' sudah terhubung dengan system')
            users[words[0]] = conn
            return words[0]
    elif words[2] == 'list':
        send(conn, 'list yang online' + ''.join('\n' + user + ' is online ' for user in users))
    elif words[2] == 'sendall':
        for other in users:
            if other != name:
                send(users[other], ' '.join([name, 'says'] + words[3:] + ['']))
    elif words[2] == 'sendto':
        if words[3:] and words[3] in users:
            send(users[words[3]], ' '.join([name, 'says'] + words[4:] + ['']))
    else:
        send(conn, 'invalid command')
    return name


def serve(conn):
    name = None
    try:
        while True:
            data = conn.recv(1024)
            if not data:
                return
            name = handle(conn, name, data.decode('utf-8', 'surrogateescape').split())
    except OSError:
        pass


signal.signal(signal.SIGCHLD, signal.SIG_IGN)
listener = socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 9009))))
while True:
    conn, _ = listener.accept()
    if os.fork() == 0:
        listener.close()
        serve(conn)
        os._exit(0)
    conn.close()
