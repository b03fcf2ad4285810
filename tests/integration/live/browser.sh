#!/usr/bin/env bash
# browser.sh MESSENGER SOURCE BUILD [CHROMIUM]: the messenger's web client in Chromium. 77, which is a skipped test, where
# there is none.
set -euo pipefail
messenger=$1 source=$2/tests/integration/live build=$3 chromium=${4:-chromium}
command -v "$chromium" >/dev/null || { echo "no $chromium here: the web client was not tried in a browser"; exit 77; }
clients=$build/browser_client
mkdir -p "$clients"
cp "$source"/package.json "$source"/browser.mjs "$clients"
[ "$clients/node_modules" -nt "$source/package.json" ] || {
    npm install --prefix "$clients" --no-audit --no-fund --no-package-lock --loglevel=error
    touch "$clients/node_modules"
}

work=$(mktemp -d)
port=$((20000 + RANDOM % 12000))
(cd "$2" && STRATA_ENV=test STRATA_SERVER_PORT=$port STRATA_DATABASE_URL=sqlite:$work/test.db STRATA_DRAIN_DELAY=0s \
    exec "$messenger") >"$work/log" 2>&1 </dev/null &
service=$!
trap 'kill $service 2>/dev/null || true; wait $service || true; rm -rf "$work"' EXIT
for _ in $(seq 300); do
    curl -sf "http://127.0.0.1:$port/ready" >/dev/null && break
    kill -0 $service || { cat "$work/log"; exit 1; }
    read -rt 0.1 <> <(:) || true
done
timeout 180 node "$clients/browser.mjs" "http://localhost:$port/" "$chromium" || { cat "$work/log"; exit 1; }
