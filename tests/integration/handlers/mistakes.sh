#!/usr/bin/env bash
# mistakes.sh BUILD SOURCE: what the compiler and the linker say to a handler that does not keep its contract.
set -euo pipefail
build=$1 source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$build"

compile=$(ninja -t commands messenger_api | grep -- '-c .*api/messenger/send.cpp$' | sed 's/^.*ccache //; s/ -o .*$//')

fails() { # fails NAME SED WORDS...: the handler after SED must not compile, and the error must hold each of WORDS
    local name=$1 change=$2
    shift 2
    sed "$change" "$source/api/messenger/send.cpp" >"$work/$name.cpp"
    if cmp -s "$work/$name.cpp" "$source/api/messenger/send.cpp"; then echo "$name: nothing was changed"; exit 1; fi
    if eval "$compile -fsyntax-only $work/$name.cpp" >"$work/$name.log" 2>&1; then
        echo "$name: compiles, and must not"; exit 1
    fi
    for word in "$@"; do
        grep -q -- "$word" "$work/$name.log" || { echo "$name: no '$word' in:"; head -20 "$work/$name.log"; exit 1; }
    done
    echo "$name: refused"
}

eval "$compile -fsyntax-only $source/api/messenger/send.cpp" || { echo "the handler itself does not compile"; exit 1; }
fails wrong_parameter 's/Send parameters/Edit parameters/' send
fails wrong_result 's/Task<Message, SendErrors>/Task<Room, SendErrors>/' send
fails undeclared_error 's/errors::room_not_found{}/errors::edit_window_over{}/' edit_window_over
fails swapped_ids 's/find_room(context.db(), parameters.room_id)/find_room(context.db(), author)/; s/auto room/auto author = AccountId(context.caller().id); auto room/' RoomId
fails plain_text 's/parameters.text,/std::string("x"),/' Text

# Without its definition the program does not link, and the linker names the method.
archive=$(ninja -t commands messenger | tail -1 | grep -o '[^ ]*libmessenger_api\.a')
cp "$archive" "$work/less.a"
ar d "$work/less.a" send.cpp.o
link=$(ninja -t commands messenger | grep -- ' -o messenger ' | tail -1 | sed "s| -o messenger | -o $work/program |; s|$archive|$work/less.a|; s/ && cd .*//")
if eval "$link" >"$work/link.log" 2>&1; then echo "missing_handler: links, and must not"; exit 1; fi
grep -q 'api::messenger::send(strata::Context&' "$work/link.log" || { head -5 "$work/link.log"; exit 1; }
echo "missing_handler: refused"
