#!/usr/bin/env bash
# desk.sh RELEASE_BUILD DESK: an order desk with stock and payments, ten methods in three modules: `strata new`, `strata add`, and then
# the contracts, queries, rules, handlers and tests of the folder DESK in place of those that were made. Its tests run on both
# engines, against the installed package.
set -euo pipefail
release=$(cd "$1" && pwd) desk=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$release" --prefix "$work/prefix" >/dev/null
export PATH=$work/prefix/bin:$PATH CMAKE_PREFIX_PATH=$work/prefix
cd "$work"
strata new desk --module stock >/dev/null
cd desk
for module in orders payments; do strata add module $module >/dev/null; done
rm -r api/*/ domain/*.?pp tests/*.cpp tests/domain/* db/migrations
cp -r "$desk"/* .
./dev test >"$work/log" 2>&1 || { cat "$work/log"; echo "./dev test on SQLite"; exit 1; }
STRATA_TEST_ENGINE=postgres ./dev test >"$work/log" 2>&1 || { cat "$work/log"; echo "./dev test on PostgreSQL"; exit 1; }
./dev check >"$work/log" 2>&1 || { cat "$work/log"; echo "./dev check"; exit 1; }
echo "the desk's tests pass on both engines"
