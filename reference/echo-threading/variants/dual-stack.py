# fails: nothing
"""Listens on IPv6 and IPv4 alike, and says all it does."""
import logging
import os
import socket
from threading import Thread, current_thread

logging.basicConfig(level=logging.DEBUG, format='%(asctime)s %(threadName)s %(message)s')


def talk(sock, address):
    logging.info('talking with %s', address)
    try:
        data = sock.recv(1024)
        logging.info('received %r', data)
        if data:
            sock.sendall(current_thread().name.encode() + b': ' + data)
            logging.info('answered')
    except OSError:
        logging.exception('lost %s', address)
    finally:
        sock.close()


server = socket.create_server(('::', int(os.environ.get('PORT', 8080))), family=socket.AF_INET6, dualstack_ipv6=True)
logging.info('listening on %s', server.getsockname())
while True:
    sock, address = server.accept()
    Thread(target=talk, args=(sock, address[:2])).start()
