#!/usr/bin/env bash
# deploy_files.sh MESSENGER [--write]: the files of deploy/ are the templates of a made service with the messenger's name
# in them (--write renews them), and every fact in them is that of the configuration: ports, graces, limits, variables.
set -euo pipefail
messenger=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
templates=cli/templates/service
failed=0
wrong() {
    echo "$*"
    failed=1
}
rendered() { sed 's/{{name}}/messenger/g' "$1"; }

# --- templates --------------------------------------------------------------------------------

for template in "$templates"/deploy/*; do
    file=deploy/$(basename "$template" | sed 's/{{name}}/messenger/')
    [ "${2:-}" != --write ] || rendered "$template" >"$file"
    rendered "$template" | diff -u "$file" - || wrong "$file is not $template; tests/house/deploy_files.sh MESSENGER --write renews it"
done
# Of the Dockerfile, what follows the build: a made service builds against an installed Strata.
image() { sed -n '/^# \/image:/,$p'; }
rendered $templates/Dockerfile | image | diff -u <(image <Dockerfile) - || wrong "Dockerfile is not $templates/Dockerfile"
[ -n "$(image <Dockerfile)" ] || wrong "Dockerfile has no line '# /image:'"

# --- facts ------------------------------------------------------------------------------------

config=$(env -i STRATA_ENV=production "$messenger" config)
# value KEY: as `messenger config` prints it, without quotes.
value() {
    local found
    found=$(awk -v key="$1" '$1 == key { print $2 }' <<<"$config")
    [ -n "$found" ] || { echo "no key $1" >&2; exit 1; }
    echo "${found//\"/}"
}
seconds() {
    local duration
    duration=$(value "$1")
    case $duration in
        *[!0-9]ms | *ms) echo "$1 is no whole number of seconds: $duration" >&2; exit 1 ;;
        *s) echo "${duration%s}" ;;
        *m) echo $((${duration%m} * 60)) ;;
        *) echo "$1: $duration" >&2; exit 1 ;;
    esac
}
# says FILE TEXT: a line of the file is this text, but for its indent.
says() {
    sed 's/^ *//' "$1" | grep -qxF -- "$2" || wrong "$1 does not say: $2"
}
# number FILE PATTERN: the number that follows the pattern, which the file has once.
number() {
    local found
    found=$(sed -nE "s/.*$2([0-9]+).*/\1/p" "$1")
    [[ $found =~ ^[0-9]+$ ]] || { echo "$1 has not one '$2'" >&2; exit 1; }
    echo "$found"
}
# section KEY: this key of the Deployment's container and what is below it.
section() { sed -n "/^          $1:/,/^          [a-z#]/p" deploy/kubernetes.yaml; }
least() { [ "$1" -ge "$2" ] || wrong "$3: $1 is less than $2"; }

port=$(value server.port)
grace=$(($(seconds drain.delay) + $(seconds drain.timeout) + 5))
start=$(seconds start.timeout)

says Dockerfile "EXPOSE $port"
grep -q -- "--start-period=${start}s " Dockerfile || wrong "Dockerfile: --start-period is not start.timeout, ${start}s"
says deploy/compose.yaml "ports: [\"127.0.0.1:$port:$port\"]"
says deploy/compose.yaml "stop_grace_period: ${grace}s"

says deploy/kubernetes.yaml "- { name: http, containerPort: $port }"
says deploy/kubernetes.yaml "terminationGracePeriodSeconds: $grace"
period() { sed -n 's/ *periodSeconds: //p'; }
failures() { sed -n 's/ *failureThreshold: //p'; }
probe=$(section startupProbe)
[ $(($(period <<<"$probe") * $(failures <<<"$probe"))) = "$start" ] ||
    wrong "kubernetes.yaml: the startup probe does not give start.timeout, $start s"
probe=$(section readinessProbe)
[ $(($(period <<<"$probe") * $(failures <<<"$probe"))) -lt "$(seconds drain.delay)" ] ||
    wrong "kubernetes.yaml: the readiness probe does not see the end within drain.delay"
admin=$(number deploy/kubernetes.yaml 'STRATA_ADMIN_PORT, value: "')
says deploy/kubernetes.yaml "- { name: admin, containerPort: $admin }"
says deploy/kubernetes.yaml "prometheus.io/port: \"$admin\""

says deploy/messenger.service "TimeoutStartSec=$((start + 5))"
says deploy/messenger.service "TimeoutStopSec=$((grace - $(seconds drain.delay)))"  # STRATA_DRAIN_DELAY=0s
says deploy/messenger.service "Environment=STRATA_DRAIN_DELAY=0s"
least "$(number deploy/messenger.service LimitNOFILE=)" $(($(value server.limits.connections) * 3 / 2)) LimitNOFILE
says deploy/messenger.socket "ListenStream=$(value server.host):$port"
says deploy/messenger.socket "Backlog=$(value server.backlog)"

# Every variable is one that the service knows, and takes its value.
variables=$(sed -nE 's/^(ENV|   ) (STRATA_[A-Z_]+=[^ ]+)( \\)?$/\2/p' Dockerfile
    sed -nE 's/^Environment=(STRATA_.*)/\1/p' deploy/messenger.service
    sed -nE 's/.*\{ name: (STRATA_[A-Z_]+), value: "(.*)" \}/\1=\2/p' deploy/kubernetes.yaml
    echo STRATA_DATABASE_URL=postgres://messenger@postgres/messenger)
least "$(wc -l <<<"$variables")" 8 "variables in the files of deploy/"
# shellcheck disable=SC2086 # a list of words
given=$(env -i $variables "$messenger" config) || wrong "these variables are refused: $variables"
for variable in $variables; do
    name=${variable%%=*}
    [ "$name" = STRATA_ENV ] || grep -q " $name\$" <<<"$given" || wrong "$name is read by nothing"
done
for file in deploy/compose.yaml deploy/kubernetes.yaml; do
    grep -q STRATA_DATABASE_URL $file || wrong "$file names no database"
done
says Dockerfile STRATA_SERVER_HOST=0.0.0.0
[ "$(value server.host)" = 127.0.0.1 ] || wrong "outside of the container the service listens on more than the loopback address"

# --- systemd ----------------------------------------------------------------------------------

command -v systemd-analyze >/dev/null || { echo "no systemd-analyze here: apt-get install systemd"; exit 1; }
units=$(mktemp -d)
trap 'rm -rf "$units"' EXIT
sed "s|^ExecStart=[^ ]*|ExecStart=$messenger|" deploy/messenger.service >"$units/messenger.service"
cp deploy/messenger.socket "$units/"
# A word that it does not know is but a warning.
said=$(cd "$units" && systemd-analyze verify --man=no ./messenger.service ./messenger.socket 2>&1) || wrong "systemd-analyze verify: $said"
! grep messenger <<<"$said" || wrong "systemd-analyze verify warns"
systemd-analyze security --offline=true --threshold=20 "$units/messenger.service" >"$units/exposure" ||
    { cat "$units/exposure"; wrong "systemd-analyze security: exposed by more than 2.0"; }
tail -n 1 "$units/exposure"
exit $failed
