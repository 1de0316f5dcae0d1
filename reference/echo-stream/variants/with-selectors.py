# fails: nothing
"""One loop for all. Of each client it keeps what could not be sent yet, and reads no more from it meanwhile."""
import os
import selectors
import socket

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
selector = selectors.DefaultSelector()


def accept(listener):
    conn, _ = listener.accept()
    conn.setblocking(False)
    selector.register(conn, READ, bytearray())


def leave(conn):
    selector.unregister(conn)
    conn.close()


def serve(conn, unsent, mask):
    try:
        if mask & READ:
            data = conn.recv(16384)
            if not data:
                leave(conn)
                return
            unsent += data
        while unsent:
            del unsent[:conn.send(unsent)]
    except BlockingIOError:
        pass
    except OSError as error:
        print('lost a client:', error)
        leave(conn)
        return
    selector.modify(conn, WRITE if unsent else READ, unsent)


with socket.create_server(('', int(os.environ.get('PORT', 8889))), backlog=100) as listener:
    listener.setblocking(False)
    selector.register(listener, READ)
    while True:
        for key, mask in selector.select():
            if key.fileobj is listener:
                accept(listener)
            else:
                serve(key.fileobj, key.data, mask)
