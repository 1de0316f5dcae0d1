# fails: nothing
"""A prompt that says <You>, and a thread that reads."""
import os
import socket
import sys
import threading

MARK = b'//AGUEL//TAMTAM//'


def listen(server):
    kept, copy = b'', None
    while True:
        data = server.recv(4096)
        if not data:
            print('\nserver closed')
            os._exit(0)
        kept += data
        while kept:
            if copy is None:
                if not kept.startswith(b'SEND '):
                    print('\r' + kept.decode(errors='replace') + '\n<You> ', end='', flush=True)
                    kept = b''
                    break
                line, newline, rest = kept.partition(b'\n')
                if not newline:
                    break
                name = os.path.basename(line[5:].decode(errors='replace'))
                copy, kept = open('terima_' + name, 'wb'), rest
            else:
                at = kept.find(MARK)
                if at >= 0:
                    copy.write(kept[:at])
                    copy.close()
                    copy, kept = None, kept[at + len(MARK):]
                else:
                    safe = max(0, len(kept) - len(MARK) + 1)
                    copy.write(kept[:safe])
                    kept = kept[safe:]
                    break


def main():
    with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as server:
        threading.Thread(target=listen, args=(server,), daemon=True).start()
        while True:
            try:
                line = input('<You> ')
            except EOFError:
                break
            if not line.startswith('SEND '):
                server.sendall(line.encode() + b'\n')
                continue
            try:
                with open(line[5:], 'rb') as file:
                    server.sendall(line.encode() + b'\n')
                    server.sendfile(file)
                    server.sendall(MARK)
            except OSError as error:
                print('cannot send it:', error)


main()
