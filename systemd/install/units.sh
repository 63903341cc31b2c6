# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# What systemd and its neighbours are told: units, drop-ins, and the command `mirror`.

# ensure_units FOLDER: as the release in FOLDER has them, so that going back to a release also brings back its units.
ensure_units() {
    local from=$1/systemd before=$changes unit
    for unit in mirror.service mirror-safe.service mirror-backup.service mirror-backup.timer mirror-newest.service mirror-newest.timer; do
        ensure_unit "$from/$unit"
    done
    if (($(systemd_version) >= 254)); then
        ensure_file "$from/mirror-backoff.conf" "$unit_dir/mirror.service.d/backoff.conf"
    fi
    if [[ -n $caregiver ]]; then
        ensure_unit "$from/mirror-caregiver.service"
        ensure_file "$from/avahi.service" "$etc/avahi/services/rehab-mirror.service"
    else
        ensure_unit_away mirror-caregiver.service
    fi
    if [[ -n $stimulator ]]; then ensure_unit "$from/mirror-stimulator.service"; else ensure_unit_away mirror-stimulator.service; fi
    ensure_file "$from/journald.conf" "$etc/systemd/journald.conf.d/rehab-mirror.conf"
    ensure_file "$from/watchdog.conf" "$etc/systemd/system.conf.d/rehab-mirror.conf"
    ensure_file "$from/polkit.rules" "$etc/polkit-1/rules.d/rehab-mirror.rules"
    ensure_file "$from/mirror.sh" "$command_file" 755
    if ((changes > before)) && ! only_saying; then
        must systemctl daemon-reload
        units_changed=yes
    fi
}

systemd_version() { systemctl --version | awk 'NR == 1 { print int($2) }'; }

ensure_unit() { ensure_file "$1" "$unit_dir/$(basename "$1")"; }

# A unit of ours that is not asked for any more.
ensure_unit_away() {
    if noted file "$unit_dir/$1"; then change "Take $1 away." remove_unit "$1"; fi
}

remove_unit() {
    if [[ -e $unit_dir/$1 ]]; then must systemctl disable --now "$1"; fi
    forget_note enabled "$1"
    remove_file "$unit_dir/$1"
}

wanted_units() {
    echo mirror.service
    echo mirror-backup.timer
    echo mirror-newest.timer
    if [[ -n $caregiver ]]; then echo mirror-caregiver.service; fi
    if [[ -n $stimulator ]]; then echo mirror-stimulator.service; fi
}

ensure_enabled() {
    local unit
    while read -r unit; do
        if systemctl is-enabled --quiet "$unit" 2>/dev/null; then continue; fi
        change "Start $unit with the power." enable_unit "$unit"
    done < <(wanted_units)
}

enable_unit() {
    note enabled "$1"
    must systemctl enable "$1"
}

# The mirror needs the console's screen; a desktop would hold it.
ensure_console() {
    local target
    target=$(systemctl get-default)
    if [[ $target != graphical.target ]] || ! has_desktop; then return; fi
    change "Start without the desktop, because the mirror needs the whole screen." leave_desktop "$target"
}

has_desktop() { [[ -e $etc/systemd/system/display-manager.service ]]; }

# Whether a desktop holds the screen now; it lets go of it at the next start of the machine.
desktop_runs() { has_desktop && systemctl is-active --quiet display-manager.service; }

leave_desktop() {
    note default-target "$1"
    must systemctl set-default multi-user.target
    restart_needed=yes
}
