#!/usr/bin/env bash
# generated_page.sh FILE COMMAND...: FILE is what COMMAND prints.
set -euo pipefail
file=$1
shift
if ! "$@" | diff -u "$file" -; then
    echo "$file differs from the program; renew it: build/release/${1##*/} ${*:2} > docs/${file##*/}"
    exit 1
fi
