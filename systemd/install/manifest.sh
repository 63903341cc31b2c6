# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# What this installer has added to the machine, one line each: a kind, a tab, a name.  A line is written before the thing
# is made, so that a call that was cut off in between leaves nothing that --uninstall would not know.

# note KIND NAME
note() {
    if noted "$1" "$2"; then return; fi
    mkdir -p "$(dirname "$manifest")"
    printf '%s\t%s\n' "$1" "$2" >>"$manifest"
    sync "$manifest"
}

# noted KIND NAME
noted() { [[ -f $manifest ]] && grep -qxF -- "$1"$'\t'"$2" "$manifest"; }

# Prints the names of a kind, the newest first: the way things are taken away.
noted_newest_first() {
    if [[ -f $manifest ]]; then awk -F '\t' -v kind="$1" '$1 == kind { print $2 }' "$manifest" | tac; fi
}

# forget_note KIND NAME
forget_note() {
    if ! noted "$1" "$2"; then return; fi
    grep -vxF -- "$1"$'\t'"$2" "$manifest" >"$manifest.new" || true # the last line of all leaves an empty file
    sync "$manifest.new"
    mv "$manifest.new" "$manifest"
}
