# fails: nothing
# set: framing=line
import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as connection:
    stream = connection.makefile('rw', newline='\n')
    for line in sys.stdin:
        stream.write(line)
        stream.flush()
        answer = stream.readline()
        if not answer:
            sys.exit('the server has closed')
        print('=', answer, end='')
