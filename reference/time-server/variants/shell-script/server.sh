#!/bin/sh
# fails: nothing
cd "$(dirname "$0")" || exit 1
exec python3 lib/time_service.py "${PORT:-45000}"
