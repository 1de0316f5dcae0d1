# fails: nothing
import os
import socket
import threading

users = {}
lock = threading.Lock()


def send(conn, text):
    try:
        conn.sendall(('\r' + text + '\n').encode('utf-8', 'surrogateescape'))
    except OSError:
        pass


def send_others(name, text):
    for other, conn in list(users.items()):
        if other != name:
            send(conn, text)


def login(conn, words):
    name = words[0]
    with lock:
        taken = name in users
        if not taken:
            users[name] = conn
    if taken:
        send(conn, 'username sudah dipake')
        return None
    send_others(name, name + ' sudah terhubung dengan system')
    return name


def said(name, words):
    return ''.join(word + ' ' for word in [name, 'says'] + words)


def command(conn, name, words):
    if words[1:2] != ['says'] or len(words) < 3:
        send(conn, 'invalid command')
    elif words[2] == 'list':
        send(conn, 'list yang online' + ''.join('\n' + user + ' is online ' for user in list(users)))
    elif words[2] == 'sendall':
        send_others(name, said(name, words[3:]))
    elif words[2] == 'sendto' and len(words) > 3:
        target = users.get(words[3])
        if target is None:
            send(conn, 'user tidak ditemukan')
        else:
            send(target, said(name, words[4:]))
    else:
        send(conn, 'invalid command')


def is_login(words):
    return len(words) == 3 and words[1] == 'says' and words[0] == words[2]


def serve(conn):
    name = None
    rest = ''
    try:
        while True:
            data = conn.recv(1024)
            if not data:
                break
            rest += data.decode('utf-8', 'surrogateescape')
            if name is None and is_login(rest.split()):
                rest = rest.rstrip() + '\n'
            *lines, rest = rest.split('\n')
            for line in lines:
                words = line.split()
                if name is None and is_login(words):
                    name = login(conn, words)
                elif name is not None and words:
                    command(conn, name, words)
    except OSError:
        pass
    finally:
        if name is not None:
            del users[name]
            send_others(name, '(' + name + ') off')
        conn.close()


server = socket.create_server(('0.0.0.0', int(os.environ.get('PORT', 9009))))
while True:
    conn, _ = server.accept()
    threading.Thread(target=serve, args=(conn,), daemon=True).start()
