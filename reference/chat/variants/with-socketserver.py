# fails: nothing
"""The login is looked for in what has come so far; from then on it is lines."""
import os
import re
import socketserver
import threading

LOGIN = re.compile(rb' *([^ \r\n]+) +says +([^ \r\n]+) *\r?\n?')
online = {}
lock = threading.RLock()


class ChatHandler(socketserver.BaseRequestHandler):
    name = None

    def handle(self):
        unread = b''
        while True:
            try:
                data = self.request.recv(2048)
            except ConnectionResetError:
                return
            if not data:
                return
            unread += data
            if self.name is None:
                match = LOGIN.match(unread)
                complete = match and match.group(1) == match.group(2)
                if complete and (b'\n' in match.group(0) or match.end() == len(unread)):
                    unread = unread[match.end():]
                    self.login(match.group(1))
            while b'\n' in unread:
                line, unread = unread.split(b'\n', 1)
                if self.name is not None:
                    self.command(line.split())

    def finish(self):
        if self.name is None:
            return
        with lock:
            del online[self.name]
            self.tell_others(b'(%s) off' % self.name)

    def login(self, name):
        with lock:
            if name in online:
                return self.tell(b'username sudah dipake')
            self.name = name
            online[name] = self
            self.tell_others(b'%s sudah terhubung dengan system' % name)

    def command(self, words):
        if not words:
            return
        action = words[2:3]
        text = b''.join(word + b' ' for word in words[3:])
        with lock:
            if action == [b'list']:
                self.tell(b'list yang online\n' + b'\n'.join(b'%s is online ' % name for name in online))
            elif action == [b'sendall']:
                self.tell_others(b'%s says %s' % (self.name, text))
            elif action == [b'sendto'] and text:
                receiver, _, text = text.partition(b' ')
                if receiver in online:
                    online[receiver].tell(b'%s says %s' % (self.name, text))
                else:
                    self.tell(b'invalid command')
            else:
                self.tell(b'invalid command')

    def tell(self, text):
        try:
            self.request.sendall(b'\r' + text + b'\n')
        except OSError:
            pass

    def tell_others(self, text):
        for other in online.values():
            if other is not self:
                other.tell(text)


class ChatServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


ChatServer(('0.0.0.0', int(os.environ.get('PORT', 9009))), ChatHandler).serve_forever()
