# attacks: leaves sleepers that ignore the end of their session, and jobs for later
# honest: yes
# Only looks whether a job could be left with cron and at: one that is left would really run.
for place in /etc/crontab /etc/cron.d /var/spool/cron /var/spool/cron/crontabs /var/spool/cron/atjobs /var/spool/at; do
  if [ -w "$place" ]; then echo "BREACH: can leave a job in $place" >&2; fi
done
for place in "$HOME/.profile" "$HOME/.bashrc" "$HOME/.config/autostart" "$HOME/.config/systemd/user"; do
  if [ -w "$place" ]; then echo "BREACH: can leave a job in $place" >&2; fi
done

nohup sleep 20 > /dev/null 2>&1 &
setsid sleep 20 > /dev/null 2>&1 &
setsid sh -c 'trap "" HUP TERM INT; sleep 20' &
env -i setsid sh -c 'sleep 20 & sleep 20 &' &
(cd / && exec setsid sleep 20) &

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
