# fails: CHAT-C6
import select
import socket
import sys


def prompt():
    sys.stdout.write('[Me] ')
    sys.stdout.flush()


def chat_client():
    if len(sys.argv) < 3:
        print('Usage : python3 chat_client.py hostname port')
        sys.exit()
    host = sys.argv[1]
    port = int(sys.argv[2])

    print('Selamat datang. Ketik login')
    if sys.stdin.readline().strip() != 'login':
        sys.exit()
    print('username:')
    name = sys.stdin.readline().strip()

    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.settimeout(2)
    try:
        s.connect((host, port))
    except OSError:
        print('Unable to connect')
        sys.exit(1)
    s.send((name + ' says ' + name).encode())
    print('Connected to remote host. You can start sending messages')
    prompt()

    while True:
        ready, _, _ = select.select([sys.stdin, s], [], [])
        for sock in ready:
            if sock is s:
                data = sock.recv(4096)
                if not data:
                    print('\nDisconnected from chat server')
                    sys.exit()
                sys.stdout.write(data.decode())
                if data.decode().strip() == 'username sudah dipake':
                    sys.exit()
                prompt()
            else:
                msg = sys.stdin.readline()
                if msg == '':
                    s.close()
                    sys.exit()
                s.send((name + ' says ' + msg).encode())
                prompt()


chat_client()
