#!/usr/bin/env bash
# image_test.sh: the messenger's container image, built from the Dockerfile and run as docs/deploy.md says: what is in it,
# what it costs, how it starts, serves and ends. Builds it a second time, without any cache, for the same digests.
# Needs root, buildah, podman, runc and mmdebstrap; no registry: the base is made from Debian's packages. IMAGE=ID in the
# environment tests an image that is there already, and builds nothing; WORK=FOLDER keeps images in another folder than
# build/container.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=${WORK:-$source/build/container}
mkdir -p "$work"
most_megabytes=60
most_start_milliseconds=200
most_memory=64m
grace=35
port=18080
url=http://127.0.0.1:$port

storage=(--root "$work/storage" --runroot "$work/run" --storage-driver vfs)
# There is neither a network to make nor a systemd for timers here.
quiet() { grep -vE 'CNI config|systemd connection' >&2 || true; }
buildah() { command buildah "${storage[@]}" "$@" 2> >(quiet); }
podman() { command podman "${storage[@]}" --runtime runc --cgroup-manager cgroupfs "$@" 2> >(quiet); }
fail() {
    echo "FAILED: $*"
    exit 1
}
cleanup() {
    podman rm --all --force --time 0 >/dev/null || true
    podman volume rm --all --force >/dev/null || true
    rm -rf "$work/data"
}
trap cleanup EXIT

# --- build ------------------------------------------------------------------------------------

# Debian's slim image, as far as packages can make it.
base() {
    ! buildah inspect --type image localhost/bookworm-slim >/dev/null 2>&1 || return 0
    local container
    mmdebstrap --quiet --variant=minbase --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' bookworm "$work/base.tar"
    container=$(buildah from scratch)
    buildah add -q "$container" "$work/base.tar" / >/dev/null
    buildah commit -q "$container" localhost/bookworm-slim >/dev/null
    buildah rm "$container" >/dev/null
    rm "$work/base.tar"
}

# build TAG [OPTION...]: packages come from where this machine takes its own.
build() {
    local tag=$1 apt=()
    shift
    for each in sources.list.d auth.conf.d; do
        [ ! -d /etc/apt/$each ] || apt+=(--volume "/etc/apt/$each:/etc/apt/$each:ro")
    done
    buildah build --isolation chroot --network host --pull-never --format docker --no-cache --timestamp "$epoch" \
        --build-arg BASE=localhost/bookworm-slim --build-arg SOURCE_DATE_EPOCH="$epoch" "${apt[@]}" "$@" \
        -t "$tag" "$source" >"$work/$tag.log" 2>&1 || { tail -n 40 "$work/$tag.log"; fail "the image does not build"; }
}

built() {
    epoch=$(git -C "$source" log -1 --format=%ct)
    base
    local cache=()
    [ ! -d "${CCACHE_DIR:-}" ] || cache=(--volume "$CCACHE_DIR:/root/.cache/ccache")
    build messenger "${cache[@]}"
    build again
    [ "$(layers messenger)" = "$(layers again)" ] || fail "two builds differ: $(layers messenger) and $(layers again)"
    echo "two builds, one with the compiler's cache, one without: the same layers"
}
layers() { podman image inspect --format '{{.RootFS.Layers}}' "$1"; }

# --- what is in it ----------------------------------------------------------------------------

inspect() { podman image inspect --format "$1" "$image"; }
is() { [ "$2" = "$3" ] || fail "$1 is '$2', not '$3'"; }

contents() {
    is user "$(inspect '{{.Config.User}}')" 10001:10001
    is "stop signal" "$(inspect '{{.Config.StopSignal}}')" SIGTERM
    is "entry point" "$(inspect '{{json .Config.Entrypoint}}')" '["/usr/local/bin/messenger"]'
    is command "$(inspect '{{json .Config.Cmd}}')" '["serve"]'
    is healthcheck "$(inspect '{{json .HealthCheck.Test}}')" '["CMD","/usr/local/bin/messenger","health"]'
    is title "$(inspect '{{index .Labels "org.opencontainers.image.title"}}')" messenger
    local megabytes
    megabytes=$((($(inspect '{{.Size}}') - $(podman image inspect --format '{{.Size}}' localhost/bookworm-slim)) / 1000000))
    echo "image: $megabytes MB above its base (at most $most_megabytes)"
    [ "$megabytes" -lt $most_megabytes ] || fail "the image is too large"

    local other
    other=$(comm -13 <(files localhost/bookworm-slim) <(files "$image") |
        grep -vxE './usr/local/bin/messenger|./usr/lib/[^/]*/lib[^/]*\.so[.0-9]*|./srv/static/.*') || true
    [ -z "$other" ] || fail "more than the program, its libraries and its web client: $other"
}
files() {
    (cd "$(podman image mount "$1")" && find . ! -type d | LC_ALL=C sort)
    podman image unmount "$1" >/dev/null
}

# --- how it runs ------------------------------------------------------------------------------

# start: what docs/deploy.md says, and 64 MB of memory.
start() {
    podman run --detach --name messenger --network host --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 \
        --read-only --read-only-tmpfs=false --cap-drop all --security-opt no-new-privileges --memory $most_memory \
        --volume messenger-data:/srv/data --env STRATA_SERVER_PORT=$port --env STRATA_SERVER_HOST=127.0.0.1 \
        "$image" >/dev/null
    local i
    for ((i = 0; i < 200; i++)); do
        ! curl -sf $url/ready >/dev/null || return 0
        read -rt 0.05 <> <(:) || true
    done
    podman logs messenger
    fail "not ready"
}
pid() { podman inspect --format '{{.State.Pid}}' messenger; }
stopped() {
    podman stop --time $grace messenger >/dev/null
    is "exit code" "$(podman inspect --format '{{.State.ExitCode}}' messenger)" 0
}
nanoseconds() { date --date "$1" +%s%N; }
# When process PID 1 came to be, to 10 ms: runc makes it, confines it, and lets it become the service.
began() {
    local ticks up
    ticks=$(awk '{ print $22 }' "/proc/$(pid)/stat")
    up=$(awk '{ print $1 * 100 }' /proc/uptime)
    echo $(($(date +%s%N) - (up - ticks) * 10000000))
}

# From there to the line "ready": the middle one of five.
starts() {
    local times=() began ready
    for _ in 1 2 3 4 5; do
        start
        began=$(began)
        ready=$(podman logs messenger 2>/dev/null | sed -n 's/.*"time":"\([^"]*\)".*"message":"ready".*/\1/p')
        times+=($((($(nanoseconds "$ready") - began) / 1000000)))
        podman kill messenger >/dev/null
        podman rm --force messenger >/dev/null
    done
    local middle
    middle=$(printf '%s\n' "${times[@]}" | sort -n | sed -n 3p)
    echo "start to ready: $middle ms (of ${times[*]}; at most $most_start_milliseconds)"
    [ "$middle" -lt $most_start_milliseconds ] || fail "it starts too slowly"
}

confined() {
    local status
    status=$(cat "/proc/$(pid)/status")
    grep -qE '^NSpid:.*[[:space:]]1$' <<<"$status" || fail "it is not PID 1: $(grep NSpid <<<"$status")"
    grep -qE '^Uid:([[:space:]]10001){4}$' <<<"$status" || fail "$(grep Uid <<<"$status")"
    grep -qE '^CapEff:[[:space:]]0+$' <<<"$status" || fail "$(grep CapEff <<<"$status")"
    grep -qE ' / / ro[, ]' "/proc/$(pid)/mountinfo" || awk '$5 == "/"' "/proc/$(pid)/mountinfo" | grep -q ' ro[, ]' ||
        fail "its root is writable: $(awk '$5 == "/"' "/proc/$(pid)/mountinfo")"
    [ ! -s "/proc/$(pid)/task/$(pid)/children" ] || fail "it has children"
    podman exec messenger /usr/local/bin/messenger health --ready >/dev/null || fail "health --ready"
    podman healthcheck run messenger >/dev/null || fail "the health check"
    echo "PID 1 as 10001 without capabilities on a read-only root; the health check passes"
}

sign_in() {
    curl -s -o /dev/null -w '%{http_code}\n' "$url/api/auth/$1" -H 'Content-Type: application/json' \
        -d "{\"login\":\"$2\",\"password\":\"correct horse\"}"
}
# One line an answer, "lost" for a request without one, until a load balancer would know that the service stops.
client() {
    while [ ! -e "$work/known" ]; do
        sign_in signIn ada || echo "lost: curl says $?"
    done
}

serves_and_drains() {
    start
    confined
    is "sign-up" "$(sign_in signUp ada)" 200
    is "the web client" "$(curl -s -o /dev/null -w '%{http_code}' $url/)" 200
    local i clients=() answers began stopping
    rm -f "$work"/client.* "$work/known"
    for ((i = 0; i < 10; i++)); do
        client >"$work/client.$i" &
        clients+=($!)
    done
    read -rt 3 <> <(:) || true
    echo "memory after sign-ins: $(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$(pid)/status") MiB at most, in a limit of $most_memory"
    began=$SECONDS
    stopped &
    stopping=$!
    read -rt 4 <> <(:) || true # of drain.delay, 5 s
    touch "$work/known"
    wait "${clients[@]}"
    wait $stopping || exit 1
    answers=$(cat "$work"/client.* | sort | uniq -c | tr '\n' ';')
    echo "ended $((SECONDS - began)) s after SIGTERM; answers:$answers"
    [[ $answers =~ ^\ *[0-9]+\ 200\;$ ]] || fail "not every request got its answer"
    says_so
}

# Every line on standard output is JSON, and the last ones tell of the drain.
says_so() {
    podman logs messenger >"$work/stdout" 2>"$work/stderr"
    [ ! -s "$work/stderr" ] || fail "on standard error: $(cat "$work/stderr")"
    ! grep -vE '^\{"time":.*\}$' "$work/stdout" || fail "these lines are no JSON"
    grep -q '"message":"drained".*"cut":0' "$work/stdout" || fail "no line that it drained"
    podman rm messenger >/dev/null
}

keeps_data() {
    start
    is "sign-in after a restart" "$(sign_in signIn ada)" 200
    stopped
    podman rm messenger >/dev/null
}

image=${IMAGE:-messenger}
[ -n "${IMAGE:-}" ] || built
contents
starts
serves_and_drains
keeps_data
echo "the data is there after a restart"
