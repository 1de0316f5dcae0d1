# fails: nothing
"""A file is passed on only when all of it is there."""
import os
import socketserver

MARK = b'//AGUEL//TAMTAM//'
everyone = set()


class Chatter(socketserver.BaseRequestHandler):
    def setup(self):
        everyone.add(self)

    def finish(self):
        everyone.discard(self)

    def others(self, *parts):
        for other in list(everyone):
            if other is self:
                continue
            try:
                for part in parts:
                    other.request.sendall(part)
            except OSError:
                print('lost', other.client_address, flush=True)

    def handle(self):
        unread = bytearray()
        while True:
            try:
                data = self.request.recv(65536)
            except OSError:
                return
            if not data:
                return
            looked_at = max(0, len(unread) - len(MARK))
            unread += data
            while self.take(unread, looked_at):
                looked_at = 0

    def take(self, unread, looked_at):
        end = unread.find(b'\n')
        if end < 0:
            return False
        line = bytes(unread[:end]).rstrip(b'\r')
        if not line.startswith(b'SEND '):
            del unread[:end + 1]
            self.others(b'<%s> %s' % (self.client_address[0].encode(), line))
            return True
        mark = unread.find(MARK, max(end + 1, looked_at))
        if mark < 0:
            return False
        file = bytes(unread[end + 1:mark])
        del unread[:mark + len(MARK)]
        name = os.path.basename(line[5:].decode(errors='replace'))
        with open('terima_' + name, 'wb') as copy:
            copy.write(file)
        self.others(line + b'\n', file, MARK)
        return True


class Room(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 20


Room(('', int(os.environ.get('PORT', 8081))), Chatter).serve_forever()
