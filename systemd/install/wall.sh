# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# The mirror on the wall, step by step.  Every step looks first whether there is anything to do, so that a call that was
# cut off is simply made again.

unattended=
purge=
camera=auto
caregiver=yes   # or empty
stimulator=     # or yes
restart_needed= # of the machine
units_changed=  # yes once systemd has read them anew
wall_root=      # tests put the wall somewhere else
asked=()        # options that stay asked for, as they are written down

wall() {
    read_options "$@"
    places "$wall_root"
    if ! is_root && ! only_saying; then
        refuse "The mirror on the wall needs root's rights: sudo ./install.sh. To see it without installing anything: ./install.sh demo"
    fi
    open_log
    if [[ $doing == uninstall ]]; then
        uninstall
        return
    fi
    judge_board
    settle_options
    say "This is a $(board_sentence)."
    ask_to_begin
    write_options
    install_wall
    conclude
}

read_options() {
    while (($# > 0)); do
        case $1 in
        --unattended) unattended=yes ;;
        --dry-run) look_only dry-run ;;
        --check) look_only check ;;
        --uninstall) doing=uninstall ;;
        --purge) purge=yes ;;
        --no-caregiver) ask_for caregiver= caregiver=yes "$1" --with-caregiver ;;
        --with-caregiver) ask_for caregiver=yes caregiver= "$1" --no-caregiver ;;
        --with-stimulator) ask_for stimulator=yes stimulator= "$1" --without-stimulator ;;
        --without-stimulator) ask_for stimulator= stimulator=yes "$1" --with-stimulator ;;
        --camera)
            known_camera "${2-}"
            shift
            ;;
        --camera=*) known_camera "${1#--camera=}" ;;
        *) refuse "'$1' is not something this script can do." ;;
        esac
        shift
    done
    if [[ -n $purge && $doing != uninstall ]]; then refuse "--purge is only for --uninstall."; fi
}

# ask_for WISH OPPOSITE OPTION OTHER: whoever writes both options is asked which one is meant.
ask_for() {
    if [[ " ${asked[*]} " == *" $2 "* ]]; then refuse "$3 is not taken beside $4: leave one of them out."; fi
    asked+=("$1")
}

known_camera() {
    case $1 in
    auto | webcam | imx219 | imx296 | imx477 | imx708 | ov5647) asked+=("camera=$1") ;;
    *) refuse "--camera ${1:-without a name} is not known; allowed are auto, webcam, imx219, imx296, imx477, imx708 and ov5647." ;;
    esac
}

look_only() {
    if [[ $doing == uninstall ]]; then refuse "--uninstall is not taken beside --$1."; fi
    doing=$1
}

open_log() {
    log=/dev/null
    if only_saying; then return; fi
    # Nothing is left behind where there is nothing to take away.
    if [[ $doing == uninstall && ! -d $state ]]; then return; fi
    mkdir -p "$state"
    log=$state/install.log
    : >>"$log"
    exec 8>"$state/lock"
    if ! flock -n 8; then stop "Another call of this script is at work; wait for its end."; fi
}

# What was asked for once stays asked for: an update needs no options.
settle_options() {
    local option
    local -a kept=()
    if [[ -r $state/options ]]; then mapfile -t kept <"$state/options"; fi
    for option in "${kept[@]}" "${asked[@]}"; do
        case $option in
        camera=*) camera=${option#*=} ;;
        caregiver=*) caregiver=${option#*=} ;;
        stimulator=*) stimulator=${option#*=} ;;
        esac
    done
}

write_options() {
    if ! only_saying; then printf '%s\n' "camera=$camera" "caregiver=$caregiver" "stimulator=$stimulator" >"$state/options"; fi
}

ask_to_begin() {
    local answer
    if [[ -n $unattended || ! -t 0 ]] || only_saying; then return; fi
    printf 'Put the mirror on this machine now? [y/n] ' >&2
    read -r answer || true
    [[ $answer == [yYjJ]* ]] || stop "Nothing was changed."
}

install_wall() {
    local name
    ensure_wall_packages
    ensure_accounts
    ensure_data
    ensure_config_txt
    name=$(release_name "$here")
    use_release "$name"
    if ! release_stands; then
        change "Build the release $name." build_release
        use_release "$name"
    fi
    ensure_console
    if [[ $(current_release) != "$name" ]]; then
        if only_saying; then
            ensure_units "$here"
            ensure_enabled
        fi
        change "Put the release $name into use and watch its first minute." put_into_use "$name"
    else
        ensure_units "$project"
        ensure_enabled
        ensure_running
    fi
    ensure_notes "$name"
}

ensure_running() {
    if desktop_runs; then
        restart_needed=yes
        return
    fi
    if only_saying; then
        if [[ $(unit_value mirror.service ActiveState) != active ]]; then change "Start the mirror." true; fi
        return
    fi
    if [[ -z $units_changed && $(unit_value mirror.service ActiveState) == active ]]; then return; fi
    change "Start the mirror." put_into_use "$(current_release)"
}

# From where it was installed, and what is newest there: what the idle screen's notice comes from.
ensure_notes() {
    if only_saying; then return; fi
    printf '%s\n' "$here" >"$checkout_note"
    printf '%s\n' "$1" >"$newest_note"
}

conclude() {
    case $doing in
    check) conclude_check ;;
    dry-run) if ((changes == 0)); then say "Nothing to do."; else say "Nothing was changed."; fi ;;
    *)
        if ((changes == 0)); then say "Nothing to do: the mirror is as it should be."; elif [[ -n $restart_needed ]]; then say "The mirror is installed."; else say "The mirror is installed and runs."; fi
        if [[ -n $restart_needed ]]; then say "Please restart once, so that the new start-up settings count: sudo reboot"; fi
        ;;
    esac
}

conclude_check() {
    local status=0
    if ((changes > 0)); then
        say "sudo ./install.sh mends this."
        status=1
    fi
    if [[ -x $current/venv/bin/mirror ]] && is_root; then as_mirror "$current/venv/bin/mirror" check || status=1; fi
    exit "$status"
}
