#!/usr/bin/env bash
# made_service.sh RELEASE_BUILD: what a new user does: installs, makes a service, adds to it, tests it, calls it. The service of this
# test is built against the installed package alone.
set -euo pipefail
release=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
fail() { printf '%s\n' "$*" >&2; exit 1; }

cmake --install "$release" --prefix "$work/first" >/dev/null
mv "$work/first" "$work/prefix" # it is relocatable
export PATH=$work/prefix/bin:$PATH CMAKE_PREFIX_PATH=$work/prefix STRATA_SERVER_PORT=$((20000 + RANDOM % 12000))
cd "$work"

# refused COMMAND...: exit 1, one line, and nothing written.
refused() {
    local before after code=0
    before=$(find . -path ./prefix -prune -o -type f -printf '%p %s %T@\n' | sort)
    "$@" >"$work/prefix/said" 2>&1 || code=$?
    after=$(find . -path ./prefix -prune -o -type f -printf '%p %s %T@\n' | sort)
    [ $code = 1 ] || fail "$*: exit $code: $(cat "$work/prefix/said")"
    [ "$(wc -l <"$work/prefix/said")" = 1 ] || fail "$*: $(cat "$work/prefix/said")"
    [ "$before" = "$after" ] || fail "$*: wrote: $(diff <(echo "$before") <(echo "$after"))"
}

refused strata new Shop
refused strata new all
refused strata new generated
refused strata new shop --module class
strata new shop >/dev/null
refused strata new shop
refused strata new shop/
cd shop
grep -q "> deploy/.env" deploy/compose.yaml && grep -qx /deploy/.env .gitignore || fail "the password file is not kept out of git"
if command -v clang-format-14 >/dev/null; then
    find . -name '*.[ch]pp' -print0 | xargs -0 clang-format-14 --dry-run --Werror || fail "the made sources are not formatted"
fi
strata add module order_lines >/dev/null
refused strata add module order_lines
refused strata add method nobody/knows
refused strata add method items/list
refused strata add method items/item # the name of a type
refused strata add method items/task # the name of a type that handlers use
refused strata add migration 'item price'
# A contract that a person edited keeps its comments and layout.
sed -i 's|^  "methods": {|  "methods": { // what clients may ask for|' schemas/items.schema
strata add method items/rename >/dev/null
grep -q 'what clients may ask for' schemas/items.schema || fail "strata add lost a comment"
strata add migration item_price >/dev/null
[ -e db/migrations/0002_item_price.sql ] || fail "no second migration: $(ls db/migrations)"

./dev test >"$work/log" 2>&1 || { cat "$work/log"; fail "./dev test of the made service"; }
./dev check >"$work/log" 2>&1 || { cat "$work/log"; fail "./dev check of the made service"; }

SOAK_TIMES=2 ./dev soak >"$work/log" 2>&1 || { cat "$work/log"; fail "./dev soak of the made service"; }
grep -q ' attacks, 0 not held' "$work/log" || { cat "$work/log"; fail "./dev soak attacks nothing"; }
if command -v wrk >/dev/null; then
    BENCH_SECONDS=1 ./dev bench >"$work/log" 2>&1 || { cat "$work/log"; fail "./dev bench of the made service"; }
    grep -q '^Requests/sec: *[1-9]' "$work/log" && ! grep -q 'Non-2xx' "$work/log" || { cat "$work/log"; fail "./dev bench measures nothing"; }
fi
# The commands of the framework's own repository, and one of a service's.
for each in run test build bench soak format check; do ./dev help | grep -q "^  $each " || fail "./dev $each is missing"; done

./dev run >"$work/log" 2>&1 </dev/null &
url=http://127.0.0.1:$STRATA_SERVER_PORT
curl -sf --retry 300 --retry-connrefused --retry-delay 1 --retry-all-errors "$url/ready" >/dev/null ||
    { cat "$work/log"; fail "./dev run of the made service"; }
added=$(curl -sf "$url/items" -H 'Content-Type: application/json' -d '{"name":"a teapot"}')
[ "$(curl -sf "$url/items")" = "{\"items\":[$added]}" ] || fail "the row that was added is not there"
kill -TERM $!
wait $! || { cat "$work/log"; fail "SIGTERM: exit $?"; }

# strata dev: a change is served without one refused connection in between; what does not build changes nothing.
strata dev >"$work/log" 2>&1 </dev/null &
watched=$!
says() { curl -sf --retry 300 --retry-connrefused --retry-delay 1 "$url/"; }
answer() { # TEXT: until the service says it
    for _ in $(seq 600); do
        case $(curl -sS -m 20 "$url/" 2>&1) in
            "$1") return ;;
            *refused* | *reset*) cat "$work/log"; fail "a connection was refused while the service was replaced" ;;
        esac
        read -rt 0.1 <> <(:) || true
    done
    cat "$work/log"
    fail "strata dev does not serve what has changed: $1"
}
[ "$(says)" = "This is shop." ] || { cat "$work/log"; fail "strata dev does not serve"; }
sed -i 's/This is shop/This was shop/' transport/endpoints.cpp
answer "This was shop."
sed -i 's/This was shop/This will be/; s/server.get/server.nothing/' transport/endpoints.cpp
for _ in $(seq 600); do ! grep -q 'not built' "$work/log" || break; read -rt 0.1 <> <(:) || true; done
grep -q "no member named 'nothing'\|no member named ‘nothing’" "$work/log" || { cat "$work/log"; fail "strata dev hides an error"; }
answer "This was shop."
sed -i 's/server.nothing/server.get/' transport/endpoints.cpp
answer "This will be."
told() { # TEXT: until strata dev says it
    for _ in $(seq 600); do ! grep -q "$1" "$work/log" || return 0; read -rt 0.1 <> <(:) || true; done
    cat "$work/log"
    fail "strata dev does not say: $1"
}
sed -i 's/^int main/\n&/' main.cpp # makes another file of the name
told '^== main.cpp has changed'
mkdir static && echo hello >static/index.html
told '^== static'
answer "This will be."
kill -TERM $watched
wait $watched || fail "strata dev: exit $?"
echo "made, tested, checked, served and developed"
