# Looks for what a build must not see, and prints it as an array of C. Names only: a value might be a secret.
say() { printf '    "%s",\n' "$(printf '%s' "$*" | tr -cd 'A-Za-z0-9 ._/:=-')"; }

echo 'static const char *const found[] = {'
timeout 3 find / \( -path /proc -o -path /sys -o -path /dev \) -prune -o \
  \( -path '*/reference/time-server/server.ts' -o -path '*/graders/time-server.[jt]s' -o -path '*/labs/time-server/lab.yaml' \) -print 2> /dev/null |
  head -5 | while read -r path; do if [ -r "$path" ]; then say "reads $path"; fi; done
for folder in /tmp/lab-* /var/tmp/lab-* /home/* /root; do
  case "$PWD/" in "$folder"/*) continue ;; esac
  # an interpreter in somebody's home is shown, and so its place
  if [ -n "$(ls -A "$folder" 2> /dev/null | grep -vE '^\.(pyenv|nvm|sdkman|asdf|local)$')" ]; then say "sees into $folder"; fi
done
known='HOME HOSTNAME LAB_RUN LAB_ZONES LANG LC_ALL LC_CTYPE LOGNAME MAKEFLAGS MAKELEVEL MAKE_TERMERR MAKE_TERMOUT MFLAGS NO_COLOR OLDPWD PATH PORT PWD PYTHONTZPATH SHELL SHLVL TERM TMPDIR TZ TZDIR USER _'
for name in $(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p' | head -200); do
  case " $known " in *" $name "*) ;; *) say "sees the variable $name" ;; esac
done
for place in / /etc /etc/cron.d /usr/local/bin /usr/bin /var/spool/cron /root /opt /srv "$HOME/.profile" "$HOME/.bashrc"; do
  if [ -w "$place" ]; then say "can write to $place"; fi
done
echo '    0,'
echo '};'
