# fails: nothing
import os
import socket
import sys
import threading

sock = socket.create_connection((os.environ['HOST'], int(os.environ['PORT'])))
ready = threading.Event()
done = False


def reader():
    while True:
        data = sock.recv(4096)
        if not data:
            break
        print('\033[32m<<', data.decode(), '\033[0m', flush=True)
        ready.set()
    if not done:
        print('the server has gone')
    os._exit(0)


thread = threading.Thread(target=reader, daemon=True)
thread.start()
for line in sys.stdin:
    ready.clear()
    sock.sendall(line.rstrip('\n').encode())
    ready.wait()
done = True
sock.shutdown(socket.SHUT_WR)
thread.join()
