#!/usr/bin/env bash
# session.sh MESSENGER SOURCE: the README's curl session and the Node script, against a messenger of their own.
set -euo pipefail
messenger=$1 source=$2
work=$(mktemp -d)
port=$((20000 + RANDOM % 12000))
STRATA_ENV=test STRATA_SERVER_PORT=$port STRATA_DATABASE_URL=sqlite:$work/test.db STRATA_DRAIN_DELAY=0s \
    "$messenger" >"$work/log" 2>&1 </dev/null &
service=$!
trap 'kill $service 2>/dev/null || true; wait $service || true; rm -rf "$work"' EXIT
for _ in $(seq 300); do
    curl -sf "http://127.0.0.1:$port/ready" >/dev/null && break
    kill -0 $service || { cat "$work/log"; exit 1; }
    read -rt 0.1 <> <(:) || true
done

# The block of the README between the mark and its end, as it stands but for the port.
sed -n '/readme runs these lines/,/^```$/p' "$source/README.md" | sed '1,2d;$d' >"$work/session.sh"
[ "$(wc -l <"$work/session.sh")" -ge 6 ] || { echo "no session in the README"; exit 1; }
sed -i "s/127.0.0.1:8000/127.0.0.1:$port/" "$work/session.sh"
bash -euo pipefail "$work/session.sh" >"$work/answers"
cat "$work/answers"; echo
grep -q '"displayName":"Ada"' "$work/answers"
grep -q '"messages":\[{"id":"[^]]*"text":"Hello"' "$work/answers"

node "$source/tests/integration/readme/session.mjs" "http://127.0.0.1:$port"
