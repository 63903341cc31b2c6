# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# Files, folders and links of the system: made where they are missing or differ, and never over somebody else's.

# ensure_file SOURCE TARGET [MODE]
ensure_file() {
    local source=$1 target=$2 mode=${3:-644}
    if [[ -f $target ]] && cmp -s "$source" "$target" && [[ $(stat -c %a "$target") == "$mode" ]]; then
        note_only_when_doing file "$target"
        return
    fi
    if [[ -e $target ]] && ! noted file "$target"; then
        stop "$target is there and was not put there by this installer, so it was left alone: move it away and call this again."
    fi
    ensure_folder "$(dirname "$target")"
    change "Write $target." put_file "$source" "$target" "$mode"
}

put_file() {
    note file "$2"
    install -m "$3" "$1" "$2.new" # a cut of the power leaves the old file or the new one
    sync "$2.new"
    mv "$2.new" "$2"
}

# A file that is as it should be and that nobody noted: a call was cut off, or the manifest is lost.
note_only_when_doing() {
    if ! only_saying; then note "$1" "$2"; fi
}

# Each folder above that is missing is made and noted, so that it can be taken away again.
ensure_folder() {
    if [[ -d $1 ]] || only_saying; then return; fi
    ensure_folder "$(dirname "$1")"
    note folder "$1"
    mkdir -m 755 "$1"
}

# remove_file FILE, remove_folder FOLDER: gone afterwards, whether it was there or not; a folder only if it is empty.
remove_file() {
    rm -f "$1" "$1.new"
    forget_note file "$1"
}

remove_folder() {
    if [[ -d $1 ]]; then rmdir --ignore-fail-on-non-empty "$1"; fi
    forget_note folder "$1"
}
