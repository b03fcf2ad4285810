#!/usr/bin/env bash
# clean_root.sh: a clone of this repository in a fresh Debian 12 with nothing but its base: `./dev run` serves within
# six minutes, a second one within five seconds, and `./dev test` passes. Needs root and mmdebstrap; takes the packages from where this
# machine takes its own.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
root=$work/root
cleanup() {
    for each in dev/pts dev sys proc; do ! mountpoint -q "$root/$each" || umount -l "$root/$each"; done
    rm -rf "$work"
}
trap cleanup EXIT

mmdebstrap --quiet --variant=minbase bookworm "$root"
rm -f "$root/etc/apt/sources.list"
cp -r /etc/apt/sources.list* /etc/apt/apt.conf.d /etc/apt/auth.conf.d /etc/apt/preferences.d "$root/etc/apt/" 2>/dev/null || true
cp /etc/resolv.conf /etc/hosts "$root/etc/"
# npm's registry and the certificates that it is trusted by are this machine's too.
cp /etc/npmrc "$root/etc/" 2>/dev/null || true
cp "$HOME/.npmrc" "$root/root/" 2>/dev/null || true
certificates=${NODE_EXTRA_CA_CERTS:-}
if [ -n "$certificates" ]; then
    cp "$certificates" "$root/etc/npm-certificates.pem"
    echo "cafile=/etc/npm-certificates.pem" >>"$root/root/.npmrc"
fi
mkdir -p "$root/strata"
git -C "$source" archive HEAD | tar -x -C "$root/strata"
mount --bind /proc "$root/proc"
mount --bind /dev "$root/dev"
mount --bind /dev/pts "$root/dev/pts"

# ./dev of the clone, in its root.
dev=(chroot "$root" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    STRATA_SERVER_PORT=18000 STRATA_DRAIN_DELAY=0s /strata/dev)

# serve SECONDS: `./dev run` answers /ready in that time and ends with 0 on SIGTERM.
serve() {
    local limit=$1 started=$SECONDS
    "${dev[@]}" run </dev/null >"$work/log" 2>&1 &
    local service=$!
    until curl -sf http://127.0.0.1:18000/ready >/dev/null; do
        kill -0 $service 2>/dev/null || { cat "$work/log"; echo "./dev run ended"; exit 1; }
        ((SECONDS - started <= limit)) || { kill $service; cat "$work/log"; echo "not serving after $limit s"; exit 1; }
        read -rt 0.2 <> <(:) || true
    done
    echo "served after $((SECONDS - started)) s (at most $limit)"
    kill -TERM $service
    wait $service || { cat "$work/log"; echo "SIGTERM: exit $?"; exit 1; }
}

serve 360
serve 5

started=$SECONDS
"${dev[@]}" test </dev/null >"$work/log" 2>&1 || { code=$?; cat "$work/log"; echo "./dev test: exit $code"; exit 1; }
echo "./dev test passed after $((SECONDS - started)) s"
