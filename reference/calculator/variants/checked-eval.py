# fails: nothing
import os
import re
import socket
from threading import Thread

# only what looks exactly like an operation ever gets to eval
OPERATION = re.compile(rb'(-?[0-9]{1,20}) ([-+*/]) (-?[0-9]{1,20})')


def evaluate(request):
    found = OPERATION.fullmatch(request.strip())
    if not found:
        return b'not an operation'
    try:
        return str(eval(found[0].replace(b'/', b'//'))).encode()
    except (ZeroDivisionError, SyntaxError) as error:
        return type(error).__name__.encode()


def serve(conn):
    with conn:
        try:
            while True:
                request = conn.recv(2048)
                if not request:
                    return
                conn.sendall(evaluate(request))
        except ConnectionError:
            return


with socket.socket() as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(('127.0.0.1', int(os.environ.get('PORT', 5000))))
    listener.listen()
    while True:
        conn, _ = listener.accept()
        Thread(target=serve, args=[conn], daemon=True).start()
