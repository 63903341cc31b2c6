#!/usr/bin/env bash
#
# The installer up to `mirror check` on emulated 64-bit ARM processors.  Slow, so on demand and not part of .ci/run:
#
#   tests/emulated/run.sh BOARD FOLDER    BOARD is pi5 (Debian 13, Cortex-A76), pi4 (Debian 12, Cortex-A72) or
#                                         pi4-trixie (Debian 13, Cortex-A72, which ends with a sentence)
#
# FOLDER keeps the Debian for the next time.  Needs root, debootstrap and qemu-aarch64 10 or newer (Debian 13: qemu-user;
# or named in QEMU); 7.2 crashes in mediapipe's allocator.  The last result is in docs/install.md.

set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
checkout=$(dirname "$(dirname "$here")")
qemu=${QEMU:-qemu-aarch64}

stop() {
    echo "$*" >&2
    exit 1
}

[[ $# == 2 ]] || stop "Usage: tests/emulated/run.sh pi5|pi4|pi4-trixie FOLDER"
case $1 in
pi5) suite=trixie cpu=cortex-a76 ;;
pi4) suite=bookworm cpu=cortex-a72 ;;
pi4-trixie) suite=trixie cpu=cortex-a72 ;;
*) stop "$1 is no board; allowed are pi5, pi4 and pi4-trixie." ;;
esac
board=$1
folder=$(readlink -f "$2")
root=$folder/$suite
[[ $(id -u) == 0 ]] || stop "This needs root."
command -v debootstrap >/dev/null || stop "debootstrap is missing."
"$qemu" --version | grep -qE 'version [1-9][0-9]\.' || stop "$qemu is older than 10: name a newer one in QEMU."

# The kernel hands every ARM program to qemu.  F: opened now, so that it is found in every root.
binfmt=/proc/sys/fs/binfmt_misc
registered=
mounted=()

# shellcheck disable=SC2317 # called by the trap
clear_away() {
    local place
    if [[ -n $registered ]]; then echo -1 >"$binfmt/mirror-aarch64"; fi
    for place in "${mounted[@]}"; do umount -l "$place"; done
}
trap clear_away EXIT

if [[ ! -e $binfmt/register ]]; then
    mount -t binfmt_misc binfmt_misc "$binfmt"
    mounted+=("$binfmt")
fi
if [[ ! -e $binfmt/mirror-aarch64 ]]; then
    # The first twenty bytes of an ELF program for 64-bit ARM, binfmt_misc in the kernel's documentation.
    printf '%s' ':mirror-aarch64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:'"$(readlink -f "$(command -v "$qemu")")"':F' >"$binfmt/register"
    registered=yes
fi
export QEMU_CPU=$cpu LC_ALL=C.UTF-8

if [[ ! -e $root ]]; then
    echo "Fetching Debian $suite for arm64 ..."
    rm -rf "$root.new"
    mkdir -p "$root.new"
    debootstrap --arch=arm64 --variant=minbase --include=systemd,python3,python3-venv,ca-certificates "$suite" "$root.new" \
        >"$folder/debootstrap-$suite.txt" 2>&1 || stop "$(tail -n 3 "$folder/debootstrap-$suite.txt")"
    mv "$root.new" "$root" # a name that says that it is whole
fi
# mediapipe's allocator reads /sys; the installer's own programs read /proc.
for place in proc sys dev; do
    mount --rbind "/$place" "$root/$place"
    mount --make-rslave "$root/$place"
    mounted=("$root/$place" "${mounted[@]}")
done
cp -L /etc/resolv.conf "$root/etc/resolv.conf"

# What pip needs of this machine, as in the container.
while read -r path; do
    mkdir -p "$root$(dirname "$path")"
    cp -aL "$path" "$root$path"
done < <(python3 "$here/of_pip.py" "$checkout")

rm -rf "$root/root/checkout"
mkdir -p "$root/root/checkout"
(cd "$checkout" && tar -cf - --exclude=.git --exclude='.venv*' --exclude=__pycache__ --exclude='*.egg-info' .) |
    tar -C "$root/root/checkout" --no-same-owner -xf -
cp "$here/steps.sh" "$root/root/steps.sh"

status=0
began=$SECONDS
chroot "$root" /usr/bin/env HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash /root/steps.sh || status=$?
echo "$board ($suite, $cpu): status $status after $((SECONDS - began)) s"
exit "$status"
