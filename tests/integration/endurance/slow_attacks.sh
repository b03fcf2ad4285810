#!/usr/bin/env bash
# slow_attacks.sh PROBE [SECONDS [CONNECTIONS]]: slowhttptest's slow headers, slow body and slow read against the probe. Others are
# answered all the while, each within a second, and every attacker is cut at its timeout: at the end the probe has no connection left.
set -euo pipefail
probe=$1 seconds=${2:-30} connections=${3:-500}
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
port=$((20000 + RANDOM % 12000)) url=http://127.0.0.1:$port
mkdir "$work/static"
head -c 4000000 /dev/zero >"$work/static/large.bin"

STRATA_SERVER_PORT=$port STRATA_SERVER_STATIC_ROOT=$work/static STRATA_SERVER_WRITE_TIMEOUT=5s \
    STRATA_SERVER_IDLE_TIMEOUT=5s STRATA_DRAIN_DELAY=0s "$probe" >"$work/log" 2>&1 </dev/null &
service=$!
curl -sf --retry 100 --retry-connrefused --retry-delay 1 "$url/ready" >/dev/null

metric() { curl -sf "$url/metrics" | awk -v name="strata_http_$1" '$1 == name { print int($2) }'; }

attack() { # NAME OPTION...
    local name=$1 answered=0 failed=0 most=0 now cut
    cut=$(metric timeouts_total)
    shift
    slowhttptest "$@" -c "$connections" -r 200 -l "$seconds" -p 3 >"$work/$name" 2>&1 &
    local attacker=$!
    while kill -0 $attacker 2>/dev/null; do
        if curl -sf -m 1 "$url/plaintext" >/dev/null; then answered=$((answered + 1)); else failed=$((failed + 1)); fi
        now=$(metric connections)
        if ((now > most)); then most=$now; fi
        read -rt 0.2 <> <(:) || true
    done
    wait $attacker || true
    local left=$(($(metric connections) - 1))
    cut=$(($(metric timeouts_total) - cut))
    echo "$name: $answered requests of others answered, $failed not; at most $most connections, $cut cut at their timeout, $left left"
    ((failed == 0 && cut == connections && left == 0)) || { tail -n 30 "$work/$name"; tail -n 5 "$work/log"; exit 1; }
}

attack headers -H -i 1 -u "$url/plaintext"
attack body -B -i 1 -s 8192 -t POST -u "$url/upload"
attack read -X -k 3 -w 1 -y 2 -n 5 -z 32 -u "$url/static/large.bin"
kill -TERM $service
wait $service || { cat "$work/log"; exit 1; }
