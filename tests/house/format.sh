#!/usr/bin/env bash
# format.sh CLANG_FORMAT SOURCE [OPTION...]: all C++ of the tree; without options, only says what is not formatted.
set -euo pipefail
format=$1 source=$2
shift 2
[ $# -gt 0 ] || set -- --dry-run --Werror --ferror-limit=1
cd "$source"
find framework transport cli api domain tests bench main.cpp \( -name '*.cpp' -o -name '*.hpp' \) \
    -not -path '*/golden*/*' -not -path 'cli/templates/*' -print0 | xargs -0 "$format" "$@"
