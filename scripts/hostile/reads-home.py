# attacks: opens the files that people have in their home folders
# honest: yes
import os
import pwd
import selectors
import signal
import socket
import sys
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


PRIVATE = (
    '.ssh/known_hosts', '.ssh/id_rsa', '.ssh/id_ed25519', '.ssh/authorized_keys', '.bashrc', '.profile', '.bash_history',
    '.zshrc', '.zsh_history', '.gitconfig', '.npmrc', '.netrc', '.config', '.cache', '.local', '.pyenv/version',
    '.nvm/nvm.sh',
)


def homes():
    found = {os.environ.get('HOME', '/'), os.path.expanduser('~'), '/root', *(user.pw_dir for user in pwd.getpwall())}
    try:
        found.update(os.path.join('/home', name) for name in os.listdir('/home'))
    except OSError:
        pass
    return found


def opens(path):
    """Opening is proof enough: nothing is read."""
    try:
        os.close(os.open(path, os.O_RDONLY))
        return True
    except OSError:
        return False


signal.alarm(60)
for home in sorted(homes()):
    for name in PRIVATE:
        if opens(os.path.join(home, name)):
            breach(f'can read {os.path.join(home, name)}')
serve(listen())
