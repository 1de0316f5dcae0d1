# A script of package.json: looks for what it must not see, writes that down for the server to tell, and leaves a sleeper.
for place in /etc /usr/local/bin /root "$HOME/.bashrc" "$HOME/.npmrc"; do
  if [ -w "$place" ]; then echo "BREACH: at $1 it can write to $place" >> hooks.txt; fi
done
for name in $(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p'); do
  case "$name" in
    *TOKEN* | *SECRET* | *PASSWORD* | SSH_* | AWS_* | GITHUB_*) echo "BREACH: at $1 it sees the variable $name" >> hooks.txt ;;
  esac
done
setsid sleep 20 &
