# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# Putting a release into use: the link is switched, the mirror started, and its first minute watched.

first_minute_s=60
# A session is at most half an hour (docs/therapy.md); an update never cuts one off.
longest_session_s=2400

unit_value() { systemctl show --property "$2" --value "$1"; }

# The mirror tells systemd whether somebody practises.
practising() { [[ $(unit_value mirror.service StatusText) == practising* ]]; }

wait_for_session() {
    local waited=0
    if ! practising; then return; fi
    say "Somebody is practising; waiting for the end of the session ..."
    while practising && ((waited < longest_session_s)); do
        sleep 2
        waited=$((waited + 2))
    done
}

# put_into_use NAME: switch, start and watch; back to the release before if it does not last.
put_into_use() {
    local before
    before=$(current_release)
    if desktop_runs; then
        switch_to "$1"
        use_release "$1"
        ensure_units "$project"
        ensure_enabled
        say "The desktop still has the screen; the mirror takes its place when the machine is started again."
        restart_needed=yes
        return
    fi
    wait_for_session
    begin_with "$1"
    if lasts_its_first_minute; then
        prune_releases "$before"
        return
    fi
    if [[ -z $before || $before == "$1" ]]; then
        stop "The mirror does not run yet: $(why_not). It is installed and tries again at every start; 'sudo mirror check' says what is wrong, 'sudo journalctl -u mirror' more."
    fi
    say "The new release did not last its first minute ($(why_not)); going back to $before."
    begin_with "$before"
    stop "The mirror runs with $before again. The new release $1 was not put into use: $log says more, and sudo ./install.sh tries it again."
}

begin_with() {
    switch_to "$1"
    use_release "$1"
    ensure_units "$project"
    ensure_enabled
    systemctl reset-failed mirror.service mirror-safe.service >>"$log" 2>&1 || true # nothing to reset is fine
    # Waits until the mirror has said that it shows a picture, or that it cannot.
    systemctl restart mirror.service >>"$log" 2>&1 || true # what came of it is asked next
    start_others
}

# The page and the timers; the mirror itself does not depend on them.
start_others() {
    local unit
    while read -r unit; do
        if [[ $unit == mirror.service ]]; then continue; fi
        systemctl restart "$unit" >>"$log" 2>&1 || say "Note: $unit did not start; 'sudo journalctl -u $unit' says why. The mirror works without it."
    done < <(wanted_units)
}

lasts_its_first_minute() {
    local waited=0 starts
    starts=$(unit_value mirror.service NRestarts)
    say "Watching the mirror's first minute ..."
    while :; do
        if [[ $(unit_value mirror.service ActiveState) != active || $(unit_value mirror.service NRestarts) != "$starts" ]]; then
            return 1
        fi
        if ((waited >= first_minute_s)); then return 0; fi
        sleep 2
        waited=$((waited + 2))
    done
}

# The mirror's own last sentence, else systemd's word for what happened.
why_not() {
    local said
    said=$(journalctl --unit mirror.service --boot --output cat --grep '^mirror: ' --lines 1 --no-pager 2>/dev/null) || true
    said=${said#mirror: }
    said=${said%.}
    if [[ $(unit_value mirror.service ConditionResult) == no ]]; then said="this machine has no console screen, /dev/tty0"; fi
    printf '%s' "${said:-$(unit_value mirror.service Result)}"
}
