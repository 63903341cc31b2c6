# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# What this machine is, and which mediapipe suits it.

ensure_machine() {
    local system machine bits
    system=$(uname -s)
    machine=$(uname -m)
    [[ $system == Linux ]] ||
        stop "Mirror runs on Linux and this is $system; Debian or Ubuntu in a virtual machine will do for the demonstration."
    # A Raspberry Pi often runs a 64-bit kernel under a 32-bit system: uname alone would let it pass.
    bits=$(getconf LONG_BIT)
    [[ $bits == 64 && ($machine == x86_64 || $machine == aarch64) ]] ||
        stop "This is a $bits-bit system on $machine, and the face landmark runtime (mediapipe) exists only for 64-bit PCs and Raspberry Pis: on a Raspberry Pi 3 or newer, install the 64-bit Raspberry Pi OS."
}

# mediapipe 1 is compiled with the LSE atomic instructions and aborts where the processor lacks them (Raspberry Pi 4 and
# older).  mediapipe 0.10 with the same landmark net runs there: the solutions line.
choose_line() {
    line=${MIRROR_LINE:-}
    case $line in
    tasks | solutions) ;;
    '')
        line=tasks
        if [[ $(uname -m) == aarch64 ]] && ! grep -qw atomics "$cpuinfo"; then line=solutions; fi
        ;;
    *) wrong "MIRROR_LINE is '$line', but it can only be tasks or solutions." ;;
    esac
}

# A Raspberry Pi's camera and pins are used through its system's own Python packages.
is_pi() { grep -qa 'Raspberry Pi' "$board" 2>/dev/null; }

# --- for the mirror on the wall ----------------------------------------------------------------------------------------

# "Raspberry Pi 4 Model B Rev 1.4", or what else this is.
board_name() {
    if [[ -r $board ]]; then tr -d '\0' <"$board"; else echo "PC"; fi
}

# A value of os-release: VERSION_CODENAME, PRETTY_NAME.
os_value() { sed -n "s/^$1=\"\\{0,1\\}\\([^\"]*\\)\"\\{0,1\\}\$/\\1/p" "$os_release"; }

memory_mb() { awk '$1 == "MemTotal:" { print int($2 / 1024) }' "$meminfo"; }

# Whether the mirror can hang here; what is slow or tight is said, what cannot work is refused with what would.
judge_board() {
    local name codename memory
    name=$(board_name)
    codename=$(os_value VERSION_CODENAME)
    memory=$(memory_mb)
    ensure_machine
    choose_line
    if [[ $line == solutions && $codename == trixie ]] && is_pi; then
        # Python 3.13 has no mediapipe that starts on a processor without the LSE atomics (docs/install.md, boards).
        stop "On a $name the measuring works with Raspberry Pi OS bookworm and not with trixie, which is on this card: in the Raspberry Pi Imager choose 'Raspberry Pi OS (Legacy, 64-bit) Lite', write the card anew and call this again."
    fi
    # Before anything is changed; in a shell of its own, because the release has yet to say where its venv is.
    if has python3 || [[ -n ${PYTHON:-} ]]; then (find_python); fi
    case $name in
    *'Raspberry Pi 3'* | *'Raspberry Pi Zero 2'* | *'Compute Module 3'*)
        say "Note: a $name measures slowly, about three times a second; it will do for trying, a Raspberry Pi 5 or 4 is what the mirror is made for."
        ;;
    esac
    if ((memory < 900)); then
        say "Note: this machine has $memory MB of memory; the mirror is made for 1000 MB or more, and may start again now and then."
    fi
}

# The machine in one line.
board_sentence() {
    printf '%s, %s, %s, %s MB of memory, %s MB free' \
        "$(board_name)" "$(os_value PRETTY_NAME)" "$(uname -m)" "$(memory_mb)" "$(free_mb "$app")"
}
