#!/usr/bin/env bash
# run.sh: SQLite's point reads; then PostgreSQL: one row, 20 queries and 20 updates a request, through contract calls over
# HTTP, against a bare program over libpq's pipeline mode and against Fastify with pg, in alternating rounds of one run.
# The bars: 0.6 of the bare program's statements per second, 3 times Fastify's. HTTP comes over a Unix socket, as from a
# proxy on the same machine. One row is measured over TCP too: there loopback and the load client take more of the
# machine than the statement does, so its bar is 0.85 of bare_http, the least server that answers HTTP.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
build=${BENCH_BUILD:-$source/build/release}
work=$(mktemp -d)
stop() {
    [ -z "${servers:-}" ] || kill $servers 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap stop EXIT
port=$((20000 + RANDOM % 12000))
seconds=${BENCH_SECONDS:-3} rounds=${BENCH_ROUNDS:-3}

[ -n "${BENCH_NO_SQLITE:-}" ] || "$build/bench_point_reads"

# A server of its own, on a socket in a folder of its own, that never syncs: the disk is not what is measured.
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
chmod 755 "$work"
mkdir "$work/postgres"
as=()
if [ "$(id -u)" = 0 ]; then
    chown postgres "$work/postgres"
    as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi
"${as[@]}" "$bin/initdb" -D "$work/postgres/data" -U strata -A trust --locale=C --no-sync >/dev/null
"${as[@]}" "$bin/postgres" -D "$work/postgres/data" -k "$work/postgres" -h '' -c fsync=off -c synchronous_commit=off \
    -c shared_buffers=256MB >"$work/postgres.log" 2>&1 &
servers=$!
until "$bin/pg_isready" -q -h "$work/postgres"; do kill -0 $! || { cat "$work/postgres.log"; exit 1; }; done
url="postgres://strata@/postgres?host=$work/postgres"

STRATA_ENV=production STRATA_SERVER_PORT=$port STRATA_SERVER_UNIX_SOCKET=$work/strata STRATA_DATABASE_URL=$url STRATA_DRAIN_DELAY=0s \
    "$build/numbers" >"$work/log" 2>&1 </dev/null &
servers="$servers $!"
until curl -sf "http://127.0.0.1:$port/ready" >/dev/null; do kill -0 $! || { cat "$work/log"; exit 1; }; done

mkdir "$work/node"
cp "$source"/bench/data/node/* "$work/node"
(cd "$work/node" && npm install --silent --no-audit --no-fund >/dev/null)
for where in "$work/fastify" $((port + 1)); do
    node "$work/node/server.cjs" "$where" "$work/postgres" postgres 4 >"$work/node.log" 2>&1 &
    servers="$servers $!"
done
until curl -sf "http://127.0.0.1:$((port + 1))/one" >/dev/null; do kill -0 $! || { cat "$work/node.log"; exit 1; }; done

"$build/bench_bare_http" $((port + 2)) "$url" &
servers="$servers $!"
until curl -sf "http://127.0.0.1:$((port + 2))/one" >/dev/null; do kill -0 $!; done

# rate WHERE VERB PATH
rate() {
    local body=()
    [ "$2" = GET ] || body=(-b '{}')
    "$build/bench_load_client" -c 64 -d "$seconds" -m "$2" "${body[@]}" "$1" "$3" | awk '{ print $2 }'
}
bare() { "$build/bench_bare_postgres" "$1" "$seconds" "$url"; }

failed=0
compare() { # NAME VERB
    rate "$work/strata" "$2" "/$1" >/dev/null
    for _ in $(seq "$rounds"); do
        echo "$(bare "$1") $(rate "$work/strata" "$2" "/$1") $(rate "$work/fastify" "$2" "/$1")"
    done >"$work/rounds"
    awk -v name="$1" '
        { printf "%s: bare %d/s, strata %d/s, fastify %d/s: %.2f of bare, %.1f x fastify\n", name, $1, $2, $3, $2 / $1, $2 / $3
          bare += $2 / $1; peer += $2 / $3 }
        END { printf "%s: mean %.2f of bare (bar 0.60), %.1f x fastify (bar 3.0)\n", name, bare / NR, peer / NR
              exit bare / NR < 0.6 || peer / NR < 3 }' "$work/rounds" || failed=1
}
compare_tcp() {
    rate $port GET /one >/dev/null
    for _ in $(seq "$rounds"); do
        echo "$(bare one) $(rate $((port + 2)) GET /one) $(rate $port GET /one) $(rate $((port + 1)) GET /one)"
    done >"$work/rounds"
    awk '
        { printf "one over TCP: bare %d/s, bare http %d/s, strata %d/s, fastify %d/s\n", $1, $2, $3, $4
          http += $2 / $1; bare += $3 / $1; of_http += $3 / $2; peer += $3 / $4 }
        END { printf "one over TCP: mean %.2f of bare, where bare http is %.2f; %.2f of bare http (bar 0.85), %.1f x fastify (bar 3.0)\n",
                  bare / NR, http / NR, of_http / NR, peer / NR
              exit of_http / NR < 0.85 || peer / NR < 3 }' "$work/rounds" || failed=1
}
compare one GET
compare twenty GET
compare update POST
compare_tcp
exit $failed
