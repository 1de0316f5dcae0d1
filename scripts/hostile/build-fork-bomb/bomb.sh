# One generation of the bomb: starts two of the next, down to the last, and sleeps.
ulimit -t 20
if [ "$1" -gt 0 ]; then
  sh bomb.sh $(($1 - 1)) &
  sh bomb.sh $(($1 - 1)) &
fi
exec sleep 15
