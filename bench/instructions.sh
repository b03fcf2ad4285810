#!/usr/bin/env bash
# instructions.sh PROBE LOAD_CLIENT RECORD [--write]: user-space instructions of one request on each path of the probe,
# counted by callgrind in a Release build, against RECORD (bench/instructions.txt) and the bars.
#
# Sixteen clients at a time, as a loaded server has them; `alone` is plaintext of a single one, where a turn of the loop
# serves one request.
#
# A line of RECORD: NAME MEASURED BAR. The measured value may grow by 3 % before the check fails; with --write the
# values are recorded anew. A count does not depend on the machine's speed, so it can gate a build.
set -euo pipefail
probe=$1 client=$2 record=$3 write=${4:-}
warm=300 counted=${INSTRUCTIONS_REQUESTS:-4000} repeats=3
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
port=$((20000 + RANDOM % 12000))

sample='{"id":"0198c0de-0000-7000-8000-0123456789ab","name":"A sample of the benchmark","quantity":1234,"price":99.5,"note":"Six fields with ranges, lengths, a uuid and a date-time, about three hundred bytes in all, as an API body has them.","createdAt":"2026-01-02T03:04:05.678901Z"}'

paths() { # NAME, then the load client's options
    echo plaintext -m GET $port /plaintext
    echo alone -c 1 -m GET $port /plaintext
    echo json -m GET $port /json
    echo pipelined -p 16 -m GET $port /plaintext
    echo not_found -m GET $port /nothing/here
    echo live -m GET $port /live
    echo echo -m POST -b "'$sample'" $port /echo
    echo validate -m POST -b "'$sample'" $port /echo-validate
    echo call -m POST -b "'$sample'" $port /api/probe/echoValidate
    echo invalid -m POST -b "'{\"id\":1}'" $port /echo-validate
    echo any_json -m POST -b "'$sample'" $port /json
    echo websocket echo $port /ws
}

STRATA_SERVER_PORT=$port STRATA_DRAIN_DELAY=0s valgrind --tool=callgrind --callgrind-out-file="$work/out" \
    --combine-dumps=no "$probe" >"$work/log" 2>&1 </dev/null &
server=$!
for _ in $(seq 600); do
    curl -sf http://127.0.0.1:$port/ready >/dev/null && break
    kill -0 $server 2>/dev/null || { cat "$work/log"; exit 1; }
    read -rt 0.1 <> <(:) || true
done

count() { # the instructions that callgrind has counted since the last dump
    rm -f "$work"/out.*
    callgrind_control --dump $server >/dev/null
    awk '/^(summary|totals):/ { sum += $2; found = 1; exit } END { if (!found) exit 1; print sum }' "$work"/out.*
}

failed=0
: >"$work/measured"
while read -r name options; do
    load=$client
    [ "$name" != websocket ] || load=${client%/*}/bench_socket_load
    eval "$load -c 16 -n $warm -d 120 $options" >/dev/null || true
    # The least of several: a tick or a read that comes too early only ever adds.
    per=0
    for _ in $(seq "$repeats"); do
        count >/dev/null
        eval "$load -c 16 -n $counted -d 120 $options" >/dev/null || true
        once=$(($(count) / counted))
        if ((per == 0 || once < per)); then per=$once; fi
    done
    read -r _ before bar < <(grep "^$name " "$record" 2>/dev/null || echo "$name 0 0")
    verdict=ok
    if ((before > 0 && per > before + before * 3 / 100)); then verdict="over the record by more than 3 %"; fi
    if ((bar > 0 && per > bar)); then verdict="over the bar"; fi
    [ "$verdict" = ok ] || failed=1
    printf '%-10s %7d instructions a request (recorded %d, bar %d) %s\n' "$name" $per "$before" "$bar" "$verdict"
    echo "$name $per $bar" >>"$work/measured"
done < <(paths)
kill -TERM $server
wait $server || { cat "$work/log"; exit 1; }
if [ -n "$write" ]; then cp "$work/measured" "$record"; exit 0; fi
exit $failed
