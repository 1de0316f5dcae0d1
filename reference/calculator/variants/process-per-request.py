# fails: nothing
"""Has another Python work out each sum, and never trusts what it was sent."""
import os
import re
import socket
import subprocess
import sys
import threading

WORK = 'import sys; a, op, b = sys.argv[1:]; a, b = int(a), int(b); print({"+": a + b, "-": a - b, "*": a * b, "/": a // b if b else 0}[op], end="")'


def serve(connection):
    with connection:
        while data := connection.recv(4096):
            match = re.fullmatch(rb'(-?\d+) ([-+*/]) (-?\d+)', data)
            if not match or (match[2] == b'/' and int(match[3]) == 0):
                connection.sendall(b'ERROR')
                continue
            words = [group.decode() for group in match.groups()]
            result = subprocess.run([sys.executable, '-S', '-E', '-c', WORK, *words], capture_output=True, check=True)
            connection.sendall(result.stdout)


def guarded(connection):
    try:
        serve(connection)
    except OSError as error:
        print('gone:', error)


listener = socket.create_server(('', int(os.environ.get('PORT', 5000))), reuse_port=False)
while True:
    connection, _ = listener.accept()
    threading.Thread(target=guarded, args=(connection,), daemon=True).start()
