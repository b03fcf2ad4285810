#!/usr/bin/env bash
# session.sh PROBE BUILD_DIR: the WebSocket clients that people have, unmodified, against the probe; and a SIGTERM, which
# says 1001 to those that are still there.
set -euo pipefail
probe=$1 build=$2
source=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
port=$((20000 + RANDOM % 12000))

clients=$build/websocket_clients
mkdir -p "$clients"
cp "$source"/package.json "$source"/clients.mjs "$clients"
[ -d "$clients/node_modules" ] || npm install --prefix "$clients" --no-audit --no-fund --loglevel=error

STRATA_SERVER_PORT=$port STRATA_DRAIN_DELAY=0s STRATA_LOG_REQUESTS=all "$probe" >"$work/log" 2>&1 </dev/null &
server=$!
for _ in $(seq 600); do
    curl -sf http://127.0.0.1:$port/ready >/dev/null && break
    kill -0 $server 2>/dev/null || { cat "$work/log"; exit 1; }
    read -rt 0.1 <> <(:) || true
done
/usr/bin/python3 "$source/clients.py" $port
node "$clients/clients.mjs" $port

curl -sf http://127.0.0.1:$port/metrics >"$work/metrics"
grep -qE '^strata_websocket_opened_total [1-9]' "$work/metrics" || { echo "no strata_websocket_opened_total"; exit 1; }
grep -q '"message":"websocket closed".*"method":"GET /ws".*"code":4001' "$work/log" || { echo "no log line of a close"; exit 1; }

/usr/bin/python3 - $port >"$work/last" 2>&1 <<'PYTHON' &
import asyncio, sys, websockets
async def main():
    async with websockets.connect(f"ws://127.0.0.1:{sys.argv[1]}/ws") as socket:
        print("open", flush=True)
        await socket.wait_closed()
        print(socket.close_code, flush=True)
asyncio.run(main())
PYTHON
last=$!
until grep -q open "$work/last"; do kill -0 $last; done
kill -TERM $server
wait $last
wait $server || { echo "the probe ended with $?"; cat "$work/log"; exit 1; }
grep -qx 1001 "$work/last" || { echo "no 1001 at the end:"; cat "$work/last"; exit 1; }
