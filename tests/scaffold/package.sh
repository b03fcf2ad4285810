#!/usr/bin/env bash
# package.sh RELEASE_BUILD: the Debian package in a fresh Debian 12: `strata new shop && cd shop && ./dev run` answers its first request
# within 60 seconds, `./dev test` passes, a clean rebuild takes under 40 seconds, a changed domain file under 10. Needs root and
# mmdebstrap.
set -euo pipefail
release=$(cd "$1" && pwd)
work=$(mktemp -d)
root=$work/root
cleanup() {
    for each in dev/pts dev sys proc; do ! mountpoint -q "$root/$each" || umount -l "$root/$each"; done
    rm -rf "$work"
}
trap cleanup EXIT
fail() { printf '%s\n' "$*" >&2; exit 1; }

mmdebstrap --quiet --variant=minbase bookworm "$root"
rm -f "$root/etc/apt/sources.list"
cp -r /etc/apt/sources.list* /etc/apt/apt.conf.d /etc/apt/auth.conf.d /etc/apt/preferences.d "$root/etc/apt/" 2>/dev/null || true
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mount --bind /proc "$root/proc"
mount --bind /dev "$root/dev"
mount --bind /dev/pts "$root/dev/pts"
chrooted=(chroot "$root" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
    STRATA_SERVER_PORT=18001 STRATA_DRAIN_DELAY=0s CCACHE_DISABLE=1)
inside() { "${chrooted[@]}" "$@"; }

(cd "$work" && cpack -G DEB --config "$release/CPackConfig.cmake" -B "$work/deb" >"$work/log" 2>&1) || { cat "$work/log"; fail "cpack"; }
cp "$work"/deb/strata_*.deb "$root/tmp/strata.deb"
inside apt-get update -q >/dev/null
inside apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-unsafe-io /tmp/strata.deb >"$work/log" 2>&1 ||
    { tail -n 20 "$work/log"; fail "the package can't be installed"; }

# took LIMIT WHAT COMMAND...
took() {
    local limit=$1 what=$2 started=$SECONDS
    shift 2
    "$@" >"$work/log" 2>&1 </dev/null || { cat "$work/log"; fail "$what"; }
    echo "$what: $((SECONDS - started)) s (at most $limit)"
    ((SECONDS - started <= limit)) || fail "$what took too long"
}
serve() {
    # No function: the process that is told to end is the service itself.
    "${chrooted[@]}" bash -c 'cd /root && strata new shop && cd shop && exec ./dev run' &
    local service=$!
    curl -sf --retry 600 --retry-connrefused --retry-delay 1 --retry-all-errors http://127.0.0.1:18001/items
    kill -TERM $service
    wait $service
}
took 60 "strata new shop, ./dev run, the first answer" serve
took 300 "./dev test" inside bash -c 'cd /root/shop && ./dev test'
took 40 "a clean rebuild" inside bash -c 'cd /root/shop && cmake --build build/release --clean-first'
took 10 "a changed domain file" inside bash -c 'cd /root/shop && echo >>domain/items.cpp && ./dev build'
