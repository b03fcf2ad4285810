#!/usr/bin/env bash
# clients.sh MESSENGER SOURCE BUILD: the clients that exist, unmodified, against a messenger of their own: the npm packages
# metacom, ws and json-rpc-2.0, and Python's websockets.
set -euo pipefail
messenger=$1 source=$2/tests/integration/live build=$3
clients=$build/live_clients
mkdir -p "$clients"
cp "$source"/package.json "$source"/*.mjs "$source"/*.py "$clients"
[ "$clients/node_modules" -nt "$source/package.json" ] || {
    npm install --prefix "$clients" --no-audit --no-fund --no-package-lock --loglevel=error
    touch "$clients/node_modules"
}

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

node "$clients/metacom.mjs" 127.0.0.1:$port
node "$clients/json_rpc.mjs" 127.0.0.1:$port
/usr/bin/python3 "$clients/websockets_client.py" 127.0.0.1:$port
# The last: it stops the service, and sees its connections closed in order.
node "$clients/ws.mjs" 127.0.0.1:$port $service
wait $service
