# fails: nothing
"""Eight threads, all of them in accept."""
import os
import socket
import threading

THREADS = 8


def work(listener):
    name = threading.current_thread().name
    while True:
        conn, _ = listener.accept()
        with conn:
            try:
                message = conn.recv(1024)
                conn.sendall(f'{name}: '.encode() + message)
            except OSError as error:
                print(name, 'lost a client:', error, flush=True)


listener = socket.create_server(('', int(os.getenv('PORT', 8080))), backlog=64)
threads = [threading.Thread(target=work, args=(listener,)) for _ in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
