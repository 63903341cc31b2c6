#!/usr/bin/env bash
#
# The mirror on the wall of a whole machine: a Debian 13 with systemd as process 1 is booted in a container, and everything
# that install.sh promises is tried there (story.py).  Needs root, systemd-nspawn and debootstrap; says so where they lack.
#
#   tests/container/run.sh [FOLDER]    FOLDER keeps the fresh Debian for the next time; else it is made anew
#
# Status 0 if all passed, 77 if it could not be tried here: then it says why.

set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
keep=${1:-}
work=$(mktemp -d /var/tmp/mirror-container.XXXXXX)

not_run() {
    echo "The container was not run: $*"
    exit 77
}

# shellcheck disable=SC2317 # called by the trap
clear_away() {
    if [[ -e $work/machine ]]; then umount -R "$work/machine" 2>/dev/null || true; fi
    rm -rf "$work"
}
trap clear_away EXIT

[[ $(id -u) == 0 ]] || not_run "it needs root. As root: tests/container/run.sh"
for tool in systemd-nspawn debootstrap nsenter tar; do
    command -v "$tool" >/dev/null || not_run "$tool is missing: apt install systemd-container debootstrap util-linux"
done

fresh=${keep:-$work}/trixie
if [[ ! -e $fresh ]]; then
    echo "Fetching a fresh Debian 13 (once, some 100 MB) ..."
    rm -rf "$fresh.new"
    mkdir -p "$fresh.new"
    debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,python3,python3-venv,ca-certificates,iproute2 \
        trixie "$fresh.new" >"$work/debootstrap.txt" 2>&1 ||
        { tail -n 5 "$work/debootstrap.txt" && not_run "Debian could not be fetched"; }
    mv "$fresh.new" "$fresh" # a name that says that it is whole
fi
cp -a "$fresh" "$work/machine"
mkdir -p "$work/machine/root/checkout"
# Through tar, because a checkout may have a venv and other things that git does not know.
(cd "$here/../.." && tar -cf - --exclude=.git --exclude='.venv*' --exclude=__pycache__ --exclude='*.egg-info' .) |
    tar -C "$work/machine/root/checkout" --no-same-owner -xf -

# In the background, so that an end from outside reaches it and it switches the machine off before the folder goes.
python3 "$here/story.py" "$work/machine" &
story=$!
trap 'kill "$story"' INT TERM
status=0
wait "$story" || status=$?
while kill -0 "$story" 2>/dev/null; do sleep 0.2; done
exit "$status"
