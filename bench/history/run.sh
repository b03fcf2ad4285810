#!/usr/bin/env bash
# run.sh: messenger/history on SQLite against a bare program that runs the same statements and writes the same bytes,
# in alternating rounds of one run. The bar: at least half its rate.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
build=$source/build/release
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$work"' EXIT
port=$((20000 + RANDOM % 12000))
seconds=${BENCH_SECONDS:-3} rounds=${BENCH_ROUNDS:-5}
url=http://127.0.0.1:$port

STRATA_ENV=production STRATA_SERVER_HOST=127.0.0.1 STRATA_SERVER_PORT=$port STRATA_DATABASE_URL=sqlite:$work/bench.db \
    STRATA_DRAIN_DELAY=0s "$build/messenger" >"$work/log" 2>&1 </dev/null &
until curl -sf $url/ready >/dev/null; do kill -0 $! || { cat "$work/log"; exit 1; }; done

post() { curl -sS --fail-with-body -H 'Content-Type: application/json' "$@"; }
answer=$(post $url/api/auth/signUp -d '{"login":"bench","password":"correct horse"}')
token=$(sed 's/.*"token":"\([^"]*\)".*/\1/' <<<"$answer")
account=$(sed 's/.*"account":{"id":"\([^"]*\)".*/\1/' <<<"$answer")
room=$(post $url/api/messenger/createRoom -H "Authorization: Bearer $token" -d '{"title":"Bench"}' | sed 's/{"id":"\([^"]*\)".*/\1/')
for i in $(seq 60); do
    post $url/rooms/"$room"/messages -H "Authorization: Bearer $token" -d "{\"text\":\"message number $i of the benchmark\"}" >/dev/null
done
"$build/bench_bare_history" $((port + 1)) "$work/bench.db" "$room" "$account" &
until curl -sf http://127.0.0.1:$((port + 1))/ >/dev/null; do :; done

path=/rooms/$room/messages
theirs=$(curl -sS $url"$path" -H "Authorization: Bearer $token")
bare=$(curl -sS http://127.0.0.1:$((port + 1))"$path")
[ "$theirs" = "$bare" ] || { echo "the two do not write the same bytes"; exit 1; }

rate() { "$build/bench_load_client" -c 64 -d "$seconds" -H "Authorization: Bearer $token" "$1" "$path" | awk '{ print $2 }'; }
rate $port >/dev/null
for round in $(seq "$rounds"); do
    ours=$(rate $port)
    peer=$(rate $((port + 1)))
    awk -v r="$round" -v a="$ours" -v b="$peer" 'BEGIN { printf "round %d: messenger/history %d/s, bare %d/s, ratio %.2f\n", r, a, b, a / b }'
done | tee "$work/rounds"
awk '{ split($0, part, "ratio "); sum += part[2] } END { printf "mean ratio %.2f (bar 0.50)\n", sum / NR; exit sum / NR < 0.5 }' "$work/rounds"
