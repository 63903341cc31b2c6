#!/usr/bin/env bash
# Stands in for the commands by which install.sh changes a system, under the name it is called by.  Its system is a few
# files in $STAND_IN_SYSTEM: packages, users, groups, enabled and active units.  Each change is one line in `calls`; with
# $STAND_IN_EACH_FAILS_ONCE every one of them does not succeed when it is asked for the first time.
set -euo pipefail

name=$(basename "$0")
system=$STAND_IN_SYSTEM

has_line() { [[ -f $system/$1 ]] && grep -qxF -- "$2" "$system/$1"; }
add_line() { has_line "$1" "$2" || printf '%s\n' "$2" >>"$system/$1"; }
drop_line() {
    if [[ -f $system/$1 ]]; then
        grep -vxF -- "$2" "$system/$1" >"$system/$1.new" || true
        mv "$system/$1.new" "$system/$1"
    fi
}

# A change: written down, and perhaps the one that does not succeed.
changing() {
    printf '%s\n' "$name $*" >>"$system/calls"
    if [[ -n ${STAND_IN_EACH_FAILS_ONCE:-} ]] && ! has_line failed "$name $*"; then
        add_line failed "$name $*"
        echo "E: the plug was pulled"
        exit 1
    fi
}

start() {
    local running
    running=$(readlink "$STAND_IN_ROOT/opt/rehab-mirror/current" || true)
    drop_line active "$1"
    if [[ $1 != mirror.service || $running != *"${STAND_IN_BROKEN_RELEASE:-none}"* ]]; then add_line active "$1"; fi
}

show() {
    case $* in
    *"ActiveState"*"mirror.service"*) if has_line active mirror.service; then echo active; else echo failed; fi ;;
    *NRestarts*) echo 0 ;;
    *StatusText*) if [[ -f $system/status ]]; then head -n 1 "$system/status" && sed -i 1d "$system/status"; fi ;;
    *ConditionResult*) echo yes ;;
    *Result*) echo exit-code ;;
    esac
}

case "$name $*" in
"uname -s") echo Linux ;;
"uname -m") cat "$system/machine" ;;
"dpkg-query "*)
    for package in "$@"; do :; done
    if has_line packages "$package"; then echo installed; else exit 1; fi
    ;;
"apt-cache show "*) ! has_line unknown "$2" ;;
"apt-get update") changing "$@" ;;
"apt-get install --simulate"*)
    for package in "$@"; do
        case $package in
        install | -*) ;;
        avahi-daemon) printf 'Inst avahi-daemon (0.8)\nInst libavahi (0.8)\nInst libc6 [2.40] (2.41)\n' ;;
        *) echo "Inst $package (1.0)" ;;
        esac
    done
    ;;
"apt-get install "*)
    for package in "$@"; do case $package in install | -*) ;; *) add_line packages "$package" ;; esac done
    if has_line packages avahi-daemon; then add_line packages libavahi; fi
    changing "$@"
    ;;
"apt-get purge "*)
    changing "$@"
    for package in "$@"; do drop_line packages "$package"; done
    ;;
"getent passwd "*) has_line users "$2" ;;
"getent group "*) has_line groups "$2" ;;
"systemd-sysusers "*)
    changing sysusers
    for user in mirror mirror-caregiver mirror-stimulator; do add_line users "$user"; done
    add_line groups gpio
    ;;
"systemd-tmpfiles "*)
    changing tmpfiles
    mkdir -p "$STAND_IN_ROOT/var/lib/rehab-mirror"
    chmod 2750 "$STAND_IN_ROOT/var/lib/rehab-mirror"
    ;;
"userdel "*)
    changing "$@"
    drop_line users "$1"
    ;;
"groupdel "*)
    changing "$@"
    drop_line groups "$1"
    ;;
"chown "* | "sync "*) ;; # nobody pulls a plug here
"sleep "*) ;;
"runuser -u mirror -- env "*)
    changing "as mirror ${*: -2}"
    exec "${@:4}"
    ;;
"journalctl "*) echo "mirror: the camera has gone." ;;
"systemctl --version") echo "systemd ${STAND_IN_SYSTEMD:-257} (257.13)" ;;
"systemctl show "*) show "$@" ;;
"systemctl is-enabled "*) has_line enabled "${!#}" ;;
"systemctl is-active "*) has_line active "${!#}" ;;
"systemctl get-default") cat "$system/default" ;;
"systemctl set-default "*)
    changing "$@"
    echo "$2" >"$system/default"
    ;;
"systemctl enable "*)
    changing "$@"
    add_line enabled "$2"
    ;;
"systemctl disable --now "*)
    changing "$@"
    drop_line enabled "$3"
    drop_line active "$3"
    ;;
"systemctl restart "*)
    printf '%s\n' "$name $*" >>"$system/calls" # whether it runs is asked by itself
    start "$2"
    ;;
"systemctl daemon-reload" | "systemctl stop "*) changing "$@" ;;
"systemctl reset-failed"*) ;;
*)
    echo "not expected: $name $*" >&2
    exit 99
    ;;
esac
