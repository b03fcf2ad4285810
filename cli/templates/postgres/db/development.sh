#!/usr/bin/env bash
# development.sh [stop]: starts a PostgreSQL of its own for development, unless it runs, and prints its URL. Its data is in
# data/postgres, or, for root, who may not run a server, with the user postgres.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
folder=$PWD/data/postgres
socket=/tmp/{{name}}-postgres-$(id -u)
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    folder=/var/lib/postgresql/{{name}}-development
    as() { runuser -u postgres -- "$@"; }
fi

# Servers keep what they inherit: a pipe that this script writes to must not be among it.
server() { as "$bin/pg_ctl" -D "$folder" "$@" >/dev/null </dev/null 2>&1; }

if [ "${1:-}" = stop ]; then
    server -m fast stop
    exit
fi
as mkdir -p "$socket" "$folder"
if [ ! -e "$folder/PG_VERSION" ]; then
    as "$bin/initdb" -D "$folder" -A trust -U {{database}} >/dev/null
fi
if ! server status; then
    server -w -l "$folder/log" -o "-k $socket -c listen_addresses=" start || { cat "$folder/log" >&2; exit 1; }
fi
as "$bin/createdb" -h "$socket" -U {{database}} {{database}} 2>/dev/null || true
echo "postgresql:///{{database}}?host=$socket&user={{database}}"
