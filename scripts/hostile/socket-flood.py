# attacks: answers each request with up to 1 GiB without a line end
# honest: no
import os
import resource
import signal
import socket
import threading


def bounded():
    """Limits of its own, so that a hole in the grader's never takes the machine down."""
    signal.alarm(20)
    for limit, most in ((resource.RLIMIT_CPU, 20), (resource.RLIMIT_FSIZE, 600 << 20), (resource.RLIMIT_DATA, 700 << 20)):
        hard = resource.getrlimit(limit)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, hard))


def flood(client):
    block = b'JAM ' * (1 << 18)
    with client:
        try:
            client.recv(100)
            for _ in range(1024):
                client.sendall(block)
        except OSError:
            pass


bounded()
listener = socket.create_server(('', int(os.environ.get('PORT', 45000))))
while True:
    threading.Thread(target=flood, args=(listener.accept()[0],), daemon=True).start()
