# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# Taking everything away again that the manifest knows; the patient's log only with --purge and a typed word.

purge_word=delete

uninstall() {
    if [[ ! -f $manifest ]]; then
        say "Nothing to do: this installer has added nothing to this machine."
        return
    fi
    if [[ -n $purge ]]; then ask_purge; fi
    change "Stop the mirror and take it away." remove_mirror
    if [[ -n $purge ]]; then
        change "Delete the patient's data in $data." rm -rf "$data" "$guard_data"
    else
        change "Keep the patient's log and what people wrote in $data, delete the rest there." keep_log
    fi
    change "Take away the users, folders and packages that were added." remove_rest
    only_saying || say "Done. $(what_is_left)"
}

what_is_left() {
    if [[ -n $purge ]]; then echo "Nothing is left."; else echo "The patient's log is in $data; sudo ./install.sh takes it up again."; fi
}

ask_purge() {
    local typed
    if only_saying; then return; fi
    say "This deletes every session, plan and film of the patient in $data, for ever."
    printf "Type the word '%s' to go on: " "$purge_word" >&2
    read -r typed || true
    if [[ $typed != "$purge_word" ]]; then stop "Nothing was changed."; fi
}

remove_mirror() {
    local name
    while read -r name; do remove_unit "$name"; done < <(noted_newest_first enabled)
    systemctl stop mirror-safe.service >>"$log" 2>&1 || true # it may not be there
    while read -r name; do
        must systemctl set-default "$name"
        forget_note default-target "$name"
    done < <(noted_newest_first default-target)
    while read -r name; do remove_block "$name"; done < <(noted_newest_first block)
    while read -r name; do
        rm -rf "$name"
        forget_note release "$name"
    done < <(noted_newest_first release)
    while read -r name; do remove_file "$name"; done < <(noted_newest_first file)
    rm -f "$current" "$checkout_note" "$newest_note"
    must systemctl daemon-reload
    systemctl reset-failed >>"$log" 2>&1 || true # what has failed is gone
}

# What can be made again goes; what happened and what people wrote stays, for root alone.
keep_log() {
    if [[ ! -d $data ]]; then return; fi
    rm -rf "$data/models" "$data/pairing" "$data/caregiver" "$data/.cache" "$data/.config" "$data/demo/models"
    # Drawn films are named by the exercise and a print of how it was drawn; all others are somebody's own.
    find "$data" -path '*/clips/*' -type f -regextype posix-extended -regex '.*/[a-z_]+-[0-9a-f]{12}\.mp4' -delete
    find "$data" -path '*/clips/.lock' -delete
    find "$data" -depth -type d -empty -delete
    if [[ -d $data ]]; then
        chown -hR root:root "$data"
        chmod 700 "$data"
    fi
    # The guard's ledger says what was given: it belongs to the log.
    if [[ -d $guard_data ]]; then chown -hR root:root "$guard_data"; fi
}

remove_rest() {
    local name
    remove_accounts
    while read -r name; do remove_folder "$name"; done < <(noted_newest_first folder)
    remove_packages
    rm -rf "$state"
}
