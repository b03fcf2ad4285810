#!/usr/bin/env bash
# run.sh: the probe against a bare epoll server, Node's http and Fastify, in alternating rounds of one run, under the
# light load client and wrk. Single rates say little on a shared machine: what counts is the mean of each round's ratio.
# Fails when a ratio of the light client is under its bar.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
build=${BENCH_BUILD:-$source/build/release}
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
seconds=${BENCH_SECONDS:-3} rounds=${BENCH_ROUNDS:-5}
base=$((20000 + RANDOM % 12000))
probe=$base raw=$((base + 1)) node=$((base + 2)) fastify=$((base + 3))
sample='{"id":"0198c0de-0000-7000-8000-0123456789ab","name":"A sample of the benchmark","quantity":1234,"price":99.5,"note":"Six fields with ranges, lengths, a uuid and a date-time, about three hundred bytes in all, as an API body has them.","createdAt":"2026-01-02T03:04:05.678901Z"}'

peers=$build/bench_http_peers
mkdir -p "$peers"
cp "$source"/bench/http/peers/* "$peers"
[ -d "$peers/node_modules" ] || npm install --prefix "$peers" --no-audit --no-fund --silent

STRATA_SERVER_PORT=$probe STRATA_DRAIN_DELAY=0s "$build/probe" >"$work/log" 2>&1 </dev/null &
"$build/bench_raw_server" $raw &
node "$peers/node_http.mjs" $node &
node "$peers/fastify.mjs" $fastify &
for port in $probe $raw $node $fastify; do
    curl -sf --retry 100 --retry-connrefused --retry-delay 1 http://127.0.0.1:"$port"/plaintext >/dev/null
done

light() { # PORT WHAT
    case $2 in
        pipelined) set -- "$1" /plaintext -p 16 ;;
        echo) set -- "$1" /echo-validate -m POST -b "$sample" ;;
        *) set -- "$1" "/$2" ;;
    esac
    "$build/bench_load_client" -c 64 -d "$seconds" "${@:3}" "$1" "$2" | awk '{ print $2 }'
}
wrk_rate() { # PORT WHAT
    local script=()
    if [ "$2" = echo ]; then
        printf 'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nwrk.body = [[%s]]\n' "$sample" >"$work/echo.lua"
        script=(-s "$work/echo.lua")
        set -- "$1" echo-validate
    fi
    wrk -t1 -c64 -d"$seconds"s ${script[@]+"${script[@]}"} http://127.0.0.1:"$1"/"$2" | awk '/Requests\/sec/ { printf "%d", $2 }'
}

failed=0
compare() { # TOOL WHAT PEER PORT BAR
    local tool=$1 what=$2 peer=$3 port=$4 bar=$5 ours theirs
    $tool $probe "$what" >/dev/null
    for _ in $(seq "$rounds"); do
        ours=$($tool $probe "$what")
        theirs=$($tool "$port" "$what")
        echo "$ours $theirs"
    done >"$work/rounds"
    awk -v tool="${tool%_rate}" -v what="$what" -v peer="$peer" -v bar="$bar" '
        { a += $1; b += $2; ratio += $1 / $2 }
        END {
            mean = ratio / NR
            verdict = mean >= bar ? "ok" : "under the bar"
            printf "%-6s %-9s %-8s %8d/s, probe %8d/s: %.2f times (bar %.2f) %s\n", tool, what, peer, b / NR, a / NR, mean, bar, verdict
            exit mean < bar
        }' "$work/rounds" || [ "$tool" != light ] || failed=1
}

for tool in light wrk_rate; do
    compare $tool plaintext raw $raw 0.85
    compare $tool json raw $raw 0.85
    compare $tool plaintext node $node 2.0
    compare $tool json node $node 2.0
    compare $tool plaintext fastify $fastify 2.2
    compare $tool json fastify $fastify 2.2
    compare $tool echo fastify $fastify 3.0
done
compare light pipelined raw $raw 0.5
exit $failed
