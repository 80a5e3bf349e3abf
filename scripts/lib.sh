# Shared by ./dev and the scripts beside this file. Source it with bash.
set -euo pipefail

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }
die() { say "tasklog: $*"; exit 1; }

# Where what is installed and what is kept lives. Postgres refuses to run as root, and the user it runs as may not be able to
# enter root's folders: so root's instance lives in /var/lib, one for each checkout.
state_dir() {
    if [ -n "${TASKLOG_STATE:-}" ]; then
        printf '%s\n' "$TASKLOG_STATE"
    elif [ "$(id -u)" = 0 ]; then
        printf '/var/lib/tasklog-%s\n' "$(printf '%s' "$repo" | cksum | cut -d' ' -f1)"
    else
        printf '%s/.tasklog\n' "$repo"
    fi
}

free_port() { # PREFERRED: that one if it is free, else one that is
    /usr/bin/python3 - "${1:-0}" <<'PY'
import socket, sys
for port in (int(sys.argv[1]), 0):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what lingers of the last connections is no matter
    try:
        s.bind(("127.0.0.1", port))
        print(s.getsockname()[1])
        break
    except OSError:
        continue
PY
}

alive() { # PIDFILE
    local pid
    pid=$(cat "$1" 2>/dev/null) && [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null
}

wait_until() { # SECONDS COMMAND…: false if it does not succeed in time
    local until=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $until ] || return 1
        sleep 0.1
    done
}

stop_pid() { # PIDFILE SIGNAL SECONDS
    alive "$1" || { rm -f "$1"; return 0; }
    local pid
    pid=$(cat "$1")
    kill "-$2" "$pid" 2>/dev/null || true
    wait_until "$3" eval "! kill -0 $pid" || kill -9 "$pid" 2>/dev/null || true
    rm -f "$1"
}
