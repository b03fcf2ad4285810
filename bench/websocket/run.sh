#!/usr/bin/env bash
# run.sh: WebSocket: the probe's echo against a bare epoll echo and npm's ws, its broadcast to 1,000 connections against
# ws, in alternating rounds of one run, and the memory of 10,000 idle connections. What counts is the mean of each
# round's ratio. Fails when one is under its bar.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
build=${BENCH_BUILD:-$source/build/release}
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
seconds=${BENCH_SECONDS:-3} rounds=${BENCH_ROUNDS:-5}
base=$((20000 + RANDOM % 12000))
probe=$base raw=$((base + 1)) ws=$((base + 2))
ulimit -n "$(ulimit -Hn)"

peers=$build/bench_websocket_peers
mkdir -p "$peers"
cp "$source"/bench/websocket/peers/* "$peers"
[ -d "$peers/node_modules" ] || npm install --prefix "$peers" --no-audit --no-fund --silent

STRATA_SERVER_PORT=$probe STRATA_DRAIN_DELAY=0s STRATA_SERVER_LIMITS_CONNECTIONS=20000 "$build/probe" >"$work/log" 2>&1 </dev/null &
server=$!
"$build/bench_raw_socket_server" $raw &
node "$peers/npm_ws.mjs" $ws &
for port in $probe $raw $ws; do
    for _ in $(seq 100); do
        (: <>/dev/tcp/127.0.0.1/"$port") 2>/dev/null && break
        read -rt 0.1 <> <(:) || true
    done
done

echo_rate() { "$build/bench_socket_load" -c 64 -d "$seconds" echo "$1" /ws | awk '{ print $2 }'; }
broadcast_rate() { "$build/bench_socket_load" -c 1000 -d "$seconds" broadcast "$1" /broadcast | awk '{ print $2 }'; }

failed=0
compare() { # WHAT PEER PORT BAR
    local what=$1 peer=$2 port=$3 bar=$4 ours theirs
    "${what}_rate" $probe >/dev/null
    for _ in $(seq "$rounds"); do
        ours=$("${what}_rate" $probe)
        theirs=$("${what}_rate" "$port")
        echo "$ours $theirs"
    done >"$work/rounds"
    awk -v what="$what" -v peer="$peer" -v bar="$bar" '
        { a += $1; b += $2; ratio += $1 / $2 }
        END {
            mean = ratio / NR
            verdict = mean >= bar ? "ok" : "under the bar"
            printf "%-9s %-8s %8d/s, probe %8d/s: %.2f times (bar %.2f) %s\n", what, peer, b / NR, a / NR, mean, bar, verdict
            exit mean < bar
        }' "$work/rounds" || failed=1
}
# Memory a connection, of the process that serves them and nothing else.
resident() { awk '/^VmRSS/ { print $2 }' "/proc/$server/status"; }
idle=10000
before=$(resident)
coproc load { "$build/bench_socket_load" -c $idle idle $probe /ws; }
load_pid=$!
read -r _ <&"${load[0]}"
awk -v before="$before" -v after="$(resident)" -v count=$idle 'BEGIN {
    bytes = (after - before) * 1024 / count
    printf "idle      %d connections: %d bytes each (bar 4096) %s\n", count, bytes, bytes <= 4096 ? "ok" : "over the bar"
    exit bytes > 4096
}' || failed=1
exec {load[1]}>&-
wait $load_pid

compare echo raw $raw 0.90
compare echo ws $ws 1.60
compare broadcast ws $ws 1.40

exit $failed
