#!/usr/bin/env bash
# from_source.sh STRATA: a made service that takes the framework from this folder of sources (STRATA_SOURCE_DIR) is built,
# checked by the `strata` that it built, and answers. STRATA is any build of the command, to make it with.
set -euo pipefail
strata=$(realpath "$1")
STRATA_SOURCE_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export STRATA_SOURCE_DIR STRATA_SERVER_PORT=$((20000 + RANDOM % 12000))
unset CMAKE_PREFIX_PATH
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
fail() { cat "$work/log" >&2; printf '%s\n' "$*" >&2; exit 1; }

cd "$work"
"$strata" new shop >/dev/null
cd shop
./dev build >"$work/log" 2>&1 || fail "./dev build with STRATA_SOURCE_DIR"
./dev check >"$work/log" 2>&1 || fail "./dev check with STRATA_SOURCE_DIR"
build/release/strata add method items/rename >"$work/log" 2>&1 || fail "strata of the sources finds no templates"
./dev run >"$work/log" 2>&1 </dev/null &
curl -sf --retry 600 --retry-connrefused --retry-delay 1 --retry-all-errors "http://127.0.0.1:$STRATA_SERVER_PORT/items" >/dev/null ||
    fail "./dev run with STRATA_SOURCE_DIR"
kill -TERM $!
wait $! || fail "SIGTERM: exit $?"
echo "a service on the framework's sources: built, checked, extended, served"
