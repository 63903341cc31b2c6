# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# The users of the three processes, and the folders they may write to.

accounts=(mirror mirror-caregiver mirror-stimulator)

ensure_accounts() {
    local name
    local -a missing=()
    for name in "${accounts[@]}"; do
        getent passwd "$name" >/dev/null || missing+=("$name")
    done
    ensure_file "$here/systemd/sysusers.conf" "$etc/sysusers.d/rehab-mirror.conf"
    if [[ ${#missing[@]} != 0 ]]; then
        change "Create the users $(paste -sd ' ' <<<"${missing[*]}")." make_accounts "${missing[@]}"
    fi
}

make_accounts() {
    local name
    # Raspberry Pi OS has the group gpio, Debian has not.
    getent group gpio >/dev/null || note group gpio
    for name in "$@"; do note user "$name"; done
    must systemd-sysusers "$etc/sysusers.d/rehab-mirror.conf"
}

ensure_data() {
    ensure_file "$here/systemd/tmpfiles.conf" "$etc/tmpfiles.d/rehab-mirror.conf"
    if ! data_stands; then
        change "Make the folder of the patient's data, $data." make_data
    fi
    if [[ -n $caregiver && ! -d $data/caregiver ]]; then
        change "Make the folder of the page, $data/caregiver." make_page_folder
    fi
}

data_stands() { [[ -d $data && $(stat -c '%U %a' "$data") == 'mirror 2750' ]]; }

make_data() {
    note folder "$data"
    must systemd-tmpfiles --create "$etc/tmpfiles.d/rehab-mirror.conf"
    # What an earlier installation has left belongs to the mirror again, whatever number its user has now.
    chown -hR mirror:mirror "$data"
    chmod -R u+rwX,g+rX,g-w,o= "$data"
}

make_page_folder() { install -d -o mirror-caregiver -g mirror -m 2750 "$data/caregiver"; }

# Runs a command as the mirror itself does, so that what it makes is the mirror's.
as_mirror() {
    runuser -u mirror -- env -u PIP_CACHE_DIR HOME="$data" XDG_CACHE_HOME="$data/.cache" MIRROR_DATA="$data" "$@"
}

remove_accounts() {
    local name
    while read -r name; do
        if getent passwd "$name" >/dev/null; then must userdel "$name"; fi
        forget_note user "$name"
    done < <(noted_newest_first user)
    while read -r name; do
        if getent group "$name" >/dev/null; then must groupdel "$name"; fi
        forget_note group "$name"
    done < <(noted_newest_first group)
}
