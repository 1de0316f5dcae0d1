# fails: CHAT-12
import os
import socket
from threading import Lock, Thread


class Room:
    def __init__(self):
        self.members = {}
        self.lock = Lock()

    def enter(self, member):
        with self.lock:
            if member.name in self.members:
                return False
            self.members[member.name] = member
        self.tell_others(member, f'\r{member.name} sudah terhubung dengan system\n')
        return True

    def leave(self, member):
        with self.lock:
            self.members.pop(member.name, None)
        self.tell_others(member, f'\r({member.name}) off\n')

    def tell_others(self, sender, message):
        with self.lock:
            others = [member for member in self.members.values() if member is not sender]
        for other in others:
            other.tell(message)


class Member(Thread):
    def __init__(self, room, sock):
        Thread.__init__(self)
        self.room = room
        self.sock = sock
        self.name = ''
        self.logged_in = False

    def tell(self, message):
        try:
            self.sock.sendall(message.encode())
        except OSError:
            pass

    def run(self):
        try:
            while True:
                message = self.sock.recv(1024)
                if not message:
                    break
                self.handle(message.decode(errors='ignore').split())
        except ConnectionError:
            pass
        if self.logged_in:
            self.room.leave(self)
        self.sock.close()

    def handle(self, words):
        if not self.logged_in:
            if len(words) == 3 and words[0] == words[2]:
                self.name = words[0]
                self.logged_in = self.room.enter(self)
                if not self.logged_in:
                    self.tell('\rusername sudah dipake\n')
            return
        command = words[2] if len(words) > 2 else ''
        if command == 'list':
            online = ''.join(f'{name} is online \n' for name in sorted(self.room.members, reverse=True))
            self.tell('\rlist yang online\n' + online)
        elif command == 'sendall':
            self.room.tell_others(self, f'\r{self.name} says {" ".join(words[3:])} \n')
        elif command == 'sendto':
            target = self.room.members.get(words[3]) if len(words) > 3 else None
            if target:
                target.tell(f'\r{self.name} says {" ".join(words[4:])} \n')
        else:
            self.tell('\rinvalid command\n')


room = Room()
with socket.create_server(('', int(os.environ.get('PORT', '9009')))) as listener:
    while True:
        Member(room, listener.accept()[0]).start()
