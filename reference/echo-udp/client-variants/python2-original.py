# fails: UDP-C3
import socket
import sys
import argparse

host = 'localhost'
data_payload = 2048


def echo_client(port):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server_address = (host, port)
    print "Connecting to %s port %s" % server_address
    message = 'This is the message. It will be repeated.'
    try:
        print "Sending %s" % message
        sent = sock.sendto(message, server_address)
        data, server = sock.recvfrom(data_payload)
        print "Received: %s" % data
    finally:
        print "Closing connection to the server"
        sock.close()


parser = argparse.ArgumentParser(description='Socket Client Example')
parser.add_argument('--port', action="store", dest="port", type=int, required=True)
echo_client(parser.parse_args().port)
