# attacks: leaves a daemon with another session, no environment and the listening socket
# honest: yes
import os
import selectors
import signal
import socket
import sys
import time


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


SLEEPER = 'import signal; signal.alarm(20); signal.pause()'


def leave_daemon(listener):
    listener.set_inheritable(True)
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.chdir('/')
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            os.execve(sys.executable, ['sleeper', '-I', '-c', SLEEPER], {})
        os._exit(0)
    os.wait()
    listener.set_inheritable(False)


signal.alarm(60)
socket_of_both = listen()
leave_daemon(socket_of_both)
serve(socket_of_both)
