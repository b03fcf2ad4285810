#!/usr/bin/env bash
# docs_snippets.sh SOURCE [--write]: a code block of docs/ or the README that stands under `<!-- file: PATH -->` is that
# file, to the letter; under `<!-- part of: PATH -->` its lines stand in that file, one after another.
# --write copies the files into the blocks of the first kind.
set -euo pipefail
source=$1 write=${2:-}
cd "$source"
failed=0
for page in README.md docs/*.md; do
    awk -v write="$write" '
        function read_file(path,    line, text) {
            text = ""
            while ((getline line < path) > 0) text = text line "\n"
            close(path)
            return text
        }
        /^<!-- (file|part of): .* -->$/ {
            whole = ($2 == "file:"); path = $(NF - 1); print; next
        }
        /^```/ && path != "" && !inside { inside = 1; block = ""; print; next }
        /^```$/ && inside {
            text = read_file(path)
            if (whole && write != "") block = text
            if (text == "" || (whole ? block != text : index(text, block) == 0)) {
                print FILENAME ": the block of " path " is not what the file says" > "/dev/stderr"
                bad = 1
            }
            printf "%s", block; print; inside = 0; path = ""; next
        }
        inside { block = block $0 "\n"; next }
        { print }
        END { exit bad }
    ' "$page" >/tmp/strata-page.$$ || failed=1
    if [ -n "$write" ]; then cp /tmp/strata-page.$$ "$page"; fi
    rm -f /tmp/strata-page.$$
done
exit $failed
