# attacks: a shell function that calls itself twice, eight deep: 255 shells
# honest: no
# The last generation sleeps, and all others wait for it: none lives longer than that.
bomb() {
  if [ "$1" -gt 0 ]; then
    bomb $(($1 - 1)) &
    bomb $(($1 - 1)) &
    wait
  else
    sleep 15
  fi
}

ulimit -t 20
bomb 7 &

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
