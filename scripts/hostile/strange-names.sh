# attacks: makes files and folders whose names take over a terminal, a page or a command
# honest: yes
make() { (: > "$1" || mkdir -- "$1") 2> /dev/null; }

esc=$(printf '\033')
make "$esc]0;owned$esc\\ $esc[2J"
make "$(printf 'two\nlines.py')"
make "$(printf 'return\rback.py')"
make "$(printf 'not-utf8-\377\376')"
make '<script>alert(1)</script>.py'
make '$(id) `id`; id'
make '=1+1,"owned"'
make '-rf'
make '--version'
make ' '
make '*'
make '...'
make "$(printf '%0250d' 0)"
mkdir -p -- "-x/$esc[31m/a b/$(printf 'c\nd')"
ln -s "$(printf 'no\nwhere\033[2J')" 'link' 2> /dev/null

exec python3 -c '
import os, signal, socket, threading, time


def talk(client):
    with client, client.makefile("rb") as lines:
        for line in lines:
            if line.startswith(b"QUIT"):
                return
            client.sendall(time.strftime("JAM %H:%M:%S\r\n").encode() if line.startswith(b"TIME") else b"?\r\n")


signal.alarm(60)
threading.excepthook = lambda problem: None
server = socket.create_server(("", int(os.environ.get("PORT", 45000))), backlog=64)
while True:
    threading.Thread(target=talk, args=(server.accept()[0],), daemon=True).start()
'
