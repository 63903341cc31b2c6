# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# Sentences for people, and the log for whoever wants to know more.

say() { printf '%s\n' "$*" >&2; }

# One sentence, and the end.  Status 1: this machine lacks something.
stop() {
    say "$*"
    exit 1
}

# Wrong input, as everywhere in Mirror: one sentence, and status 2.
wrong() {
    say "$*"
    exit 2
}

# The same for what was asked, where it helps to see what can be.
refuse() {
    say "$*"
    usage >&2
    exit 2
}

# Runs a command quietly: its output is for the log, a person gets one sentence.
logged() {
    log_mark=$(wc -c <"$log")
    "$@" >>"$log" 2>&1 </dev/null 8>&- 9>&-
}

newest_log() { tail -c +$((log_mark + 1)) "$log"; }

# pip's and apt's own summary of the newest step if there is one, else whatever came last.
last_words() {
    local summary
    summary=$(newest_log | grep -E '^ *(ERROR|E|error):' | grep -v 'error: subprocess-exited' | tail -n 1) ||
        summary=$(newest_log | grep . | tail -n 1) ||
        true
    printf '%s' "${summary#"${summary%%[! ]*}"}"
}

is_root() { [[ $(id -u) == 0 ]]; }

has() { command -v "$1" >/dev/null 2>&1; }
