#!/usr/bin/env bash
# run.sh: decoding, encoding and validating against code written by hand, valijson and ajv, in one run. Prints the table
# of docs/performance.md and fails where a bar is missed.
#
# The bars: decoding at most 1.25 times the hand-written simdjson decoder; encoding no slower than a hand-written writer;
# the compiled validator at least 10 times valijson and faster than ajv on the ten standards together (the geometric mean).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$here/../../build
seconds=${BENCH_SECONDS:-0.5} repeats=${BENCH_ROUNDS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

peer=$build/bench/ajv
if [ ! -d "$peer/node_modules/ajv-formats" ]; then
    mkdir -p "$peer"
    npm install --prefix "$peer" --no-audit --no-fund --silent ajv@8.17.1 ajv-formats@3.0.1
fi
cp "$here/ajv.mjs" "$peer/ajv.mjs"

# The least of several repetitions: noise only ever adds.
"$build/release/bench_schema" --benchmark_min_time="$seconds" --benchmark_repetitions="$repeats" \
    --benchmark_format=csv 2>"$work/log" >"$work/csv" || { cat "$work/log" "$work/csv"; exit 1; }
awk -F, '/^"(decode|encode|validate)\// && $1 !~ /_(mean|median|stddev|cv)"$/ {
    gsub(/"/, "", $1); if (!($1 in least) || $4 < least[$1]) least[$1] = $4
} END { for (name in least) print name, least[name] }' "$work/csv" >"$work/times"
node "$peer/ajv.mjs" "$here/standards" "$seconds" >>"$work/times"

awk '
function ratio(a, b) { return time[a] / time[b] }
function verdict(holds) { if (!holds) failed = 1; return holds ? "ok" : "MISSED" }
{ time[$1] = $2; if (split($1, part, "/") == 3 && part[2] == "strata") names[++count] = part[3] }
END {
    print "| ns | strata | by hand | ratio | bar | |\n|---|---|---|---|---|---|"
    decode = ratio("decode/strata", "decode/simdjson"); encode = ratio("encode/strata", "encode/hand")
    printf "| decode and validate 300 bytes (simdjson on-demand) | %.0f | %.0f | %.2f | <= 1.25 | %s |\n", time["decode/strata"], time["decode/simdjson"], decode, verdict(decode <= 1.25)
    printf "| encode 300 bytes | %.0f | %.0f | %.2f | <= 1.00 | %s |\n\n", time["encode/strata"], time["encode/hand"], encode, verdict(encode <= 1.0)
    print "| validate a parsed document, ns | strata | valijson | ajv | with formats: strata | ajv |\n|---|---|---|---|---|---|"
    for (i = 1; i <= count; ++i) {
        n = names[i]
        printf "| %s | %.0f | %.0f | %.0f | %.0f | %.0f |\n", n, time["validate/strata/" n], time["validate/valijson/" n], time["validate/ajv/" n], time["validate/formats/" n], time["validate/ajv_formats/" n]
        valijson += log(ratio("validate/valijson/" n, "validate/strata/" n))
        ajv += log(ratio("validate/ajv/" n, "validate/strata/" n))
        formats += log(ratio("validate/ajv_formats/" n, "validate/formats/" n))
    }
    valijson = exp(valijson / count); ajv = exp(ajv / count); formats = exp(formats / count)
    printf "\nvalijson / strata %.1f (bar 10): %s\najv / strata %.2f (bar 1): %s; with formats %.2f: %s\n", valijson, verdict(valijson >= 10), ajv, verdict(ajv >= 1), formats, verdict(formats >= 1)
    exit failed
}' "$work/times"
