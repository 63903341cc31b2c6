# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# Where the mirror on the wall has its things.

# places [ROOT]: everything below ROOT, which tests use.
places() {
    local root=${1:-}
    app=$root/opt/rehab-mirror
    releases=$app/releases
    current=$app/current        # link to the release that runs
    checkout_note=$app/checkout # from which folder it was installed
    newest_note=$app/newest     # which release that folder would install now
    data=$root/var/lib/rehab-mirror
    guard_data=$root/var/lib/mirror-stimulator
    state=$root/var/lib/rehab-mirror-install
    manifest=$state/manifest
    etc=$root/etc
    unit_dir=$etc/systemd/system
    command_file=$root/usr/local/bin/mirror
    # Raspberry Pi OS bookworm and later; before that /boot itself.
    boot=$root/boot/firmware
    [[ -e $boot/config.txt ]] || boot=$root/boot
    config_txt=$boot/config.txt
}
places ''
