#!/usr/bin/env bash
#
# Makes Mirror ready on this machine and runs it:
#
#   ./install.sh demo [options of `mirror demo`]    the demonstration
#   ./install.sh test [options of pytest]           every test
#
# Outside this directory only the model, the clips and the log appear, in the data folder, and what was fetched, in the
# cache; root also gets missing system packages installed.  Calling it again is quick and safe.  Tests source this file and call its functions one by one; see the last lines.

# Half an installation is worse than none.  -e: stop at the first step that did not work.  -u: a mistyped name is a
# mistake, not an empty string.  pipefail: a pipe fails with any of its parts.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
venv=${MIRROR_VENV:-$here/.venv}
[[ $venv == /* ]] || venv=$PWD/$venv
stamp=$venv/mirror-stamp
log=$venv/install.log
lock=$venv/.mirror-lock # also tells that this script made the directory
cpuinfo=/proc/cpuinfo
board=/proc/device-tree/model

# Free space for the packages (measured: 600 MB), and for 190 MB of downloads in pip's workplace and again in its cache.
need_mb=1200

# How pip's log says that nobody answered.
no_network='NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|ConnectionResetError|Network is unreachable'

# What `import cv2, mediapipe` opens beyond its own wheels.
libraries=(libGL.so.1 libEGL.so.1 libGLESv2.so.2 libgthread-2.0.so.0)

python=    # the interpreter the packages are built for, see find_python
line=      # which mediapipe, see choose_line
extras=    # of pyproject.toml, comma-separated, sorted
apt_lists= # fresh once apt-get update has run
log_mark=0 # where the newest step begins in the log

say() { printf '%s\n' "$*" >&2; }

# One sentence, and the end.  Status 1: this machine lacks something.
stop() {
    say "$*"
    exit 1
}

usage() {
    cat <<'END'
Usage: ./install.sh demo [options]   run the demonstration; options are those of `mirror demo`
       ./install.sh test [options]   run every test; options are those of pytest
       ./install.sh --help           show this

The first call makes .venv beside this file and takes some minutes; later calls start at once.

Environment:
  PYTHON        the Python to build .venv with (3.11 or newer), if not the first on PATH
  MIRROR_VENV   where the packages go, instead of .venv: a new folder, or one that an earlier call has made
  MIRROR_DATA   where the landmark model and the log go, instead of the usual data directory
  MIRROR_LINE   tasks or solutions: which mediapipe to use, if not the one that suits this processor
END
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
    "$@" >>"$log" 2>&1 </dev/null 9>&-
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

# --- what this machine is ------------------------------------------------------------------------------------------

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

# --- Python --------------------------------------------------------------------------------------------------------

# "3.11" of the interpreter $1; fails where it does not start (pyenv's shims for absent versions, for instance).
version_of() {
    "$1" -I -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null
}

fits_line() {
    local major=${1%%.*} minor=${1#*.}
    [[ $major == 3 ]] && ((minor >= 11)) || return 1
    # mediapipe 0.10.18, the last with a wheel for 64-bit ARM, ends at Python 3.12.
    [[ $line == tasks ]] || ((minor <= 12))
}

find_python() {
    local candidate version found=none
    local -a candidates=(python3 python3.14 python3.13 python3.12 python3.11)
    if [[ -n ${PYTHON:-} ]]; then
        take_named_python
        return
    fi
    if [[ -x $venv/bin/python ]]; then
        # The one the packages were built for: another first on PATH is no reason to build them again.
        candidates=("$venv/bin/python" "${candidates[@]}")
    fi
    for candidate in "${candidates[@]}"; do
        version=$(version_of "$candidate") || continue
        if fits_line "$version"; then
            python=$candidate
            return
        fi
        [[ $found != none ]] || found="$candidate is $version"
    done
    if [[ $line == solutions ]]; then
        stop "On a Raspberry Pi 4 or older Mirror uses mediapipe 0.10, which needs Python 3.11 or 3.12 (found: $found): the 64-bit Raspberry Pi OS bookworm brings 3.11, or name one with PYTHON=/path/to/python3.11."
    fi
    stop "Mirror needs Python 3.11 or newer (found: $found): Debian 12, Debian 13 and Raspberry Pi OS bring it with 'sudo apt install python3 python3-venv', or name one with PYTHON=/path/to/python3."
}

# The one that PYTHON names, and no other.
take_named_python() {
    local version needed='3.11 or newer'
    [[ $line == tasks ]] || needed='3.11 or 3.12'
    version=$(version_of "$PYTHON") ||
        wrong "PYTHON=$PYTHON is no Python that starts: name a Python $needed, or leave PYTHON out to use the first on PATH."
    fits_line "$version" ||
        wrong "PYTHON=$PYTHON is Python $version, and Mirror needs $needed here: name such a one, or leave PYTHON out to use the first on PATH."
    python=$PYTHON
}

# Debian keeps the parts that make a virtual environment in a package of their own.
venv_package() {
    local version path
    "$python" -I -c 'import ensurepip, venv' >/dev/null 2>&1 && return
    version=$(version_of "$python")
    path=$(readlink -f "$(command -v "$python")")
    if [[ $path != /usr/bin/* ]]; then
        stop "$path cannot make virtual environments (its module ensurepip is missing): name another Python with PYTHON=/path/to/python3."
    elif [[ $(version_of /usr/bin/python3) == "$version" ]]; then
        echo python3-venv
    else
        echo "python$version-venv"
    fi
}

# --- system packages -----------------------------------------------------------------------------------------------

# Prints those of $libraries that do not load.  Loading is the only question that matters, so ask it: ldconfig is not on
# everybody's PATH and does not know LD_LIBRARY_PATH.
missing_libraries() {
    "$python" -I - "$@" <<'PY'
import ctypes, sys

for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
PY
}

package_of() {
    case $1 in
    libGL.so.1) echo libgl1 ;;
    libEGL.so.1) echo libegl1 ;;
    libGLESv2.so.2) echo libgles2 ;;
    libgthread-2.0.so.0) echo libglib2.0-0 ;; # since Debian 13 provided by libglib2.0-0t64
    esac
}

ensure_system() {
    local package name
    local -a names=() packages=()
    package=
    # A venv that is there brings its own pip.
    [[ $python == "$venv"/* ]] || package=$(venv_package)
    [[ -z $package ]] || packages+=("$package")
    mapfile -t names < <(missing_libraries "${libraries[@]}")
    for name in "${names[@]}"; do packages+=("$(package_of "$name")"); done
    [[ ${#packages[@]} == 0 ]] || ensure_packages "${packages[@]}"
}

ensure_packages() {
    if ! has apt-get; then
        stop "These are missing and this system has no apt to get them with; please install what Debian calls: $*"
    elif ! is_root; then
        stop "Some system packages are missing; please run this once and then call ./install.sh again:  sudo apt install $*"
    fi
    say "Installing system packages: $*"
    apt_install "$@" ||
        stop "apt could not install $* ($(last_words)); the whole output is in $log. Still missing: $*. Connect this machine to the internet and call ./install.sh again."
}

apt_install() {
    if [[ -z $apt_lists ]]; then
        logged apt-get update || true # lists that are too old or missing show when installing
        apt_lists=fresh
    fi
    logged env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# The screen's typeface.  It looks fine without, in the DejaVu Sans that comes with a Python package, so only root gets
# it without being asked.
ensure_fonts() {
    local package
    if ! is_root || ! has apt-get; then return; fi
    for package in fonts-atkinson-hyperlegible-ttf fonts-inter; do
        if dpkg-query -W "$package" >/dev/null 2>&1; then return; fi
    done
    for package in fonts-atkinson-hyperlegible-ttf fonts-inter; do
        if apt_install "$package"; then return; fi
    done
    say "No typeface to install here; the screen will use DejaVu Sans."
}

# --- Python packages -----------------------------------------------------------------------------------------------

free_mb() {
    local place=$1
    while [[ ! -d $place ]]; do place=$(dirname "$place"); done
    df -Pm "$place" | awk 'NR == 2 { print $4 }'
}

ensure_disk() {
    local free
    free=$(free_mb "$venv")
    ((free >= need_mb)) ||
        stop "The Python packages need $need_mb MB of disk and $(dirname "$venv") has $free MB free: make room, or name another place with MIRROR_VENV=/path/to/a/directory."
}

# pip's pages are for the log; a person gets one sentence.
pip_install() {
    # /tmp is in memory on Debian 13 and small on a Raspberry Pi, so pip unpacks beside what it installs.
    mkdir -p "$venv/tmp"
    logged env TMPDIR="$venv/tmp" "$venv/bin/python" -I -m pip --disable-pip-version-check --no-input install "$@" && return
    if newest_log | grep -c 'No space left on device' >/dev/null; then
        stop "The disk is full and the Python packages need $need_mb MB: make room, or name another place with MIRROR_VENV=/path/to/a/directory."
    elif newest_log | grep -cE "$no_network" >/dev/null; then
        stop "The Python packages could not be fetched ($(last_words)); the whole output is in $log. Still missing: the network, once, for 190 MB of packages and 36 MB for the landmark model. Connect this machine to the internet and call ./install.sh again."
    fi
    stop "The Python packages could not be installed ($(last_words)); the whole output is in $log."
}

# What a finished venv was made from.  When the first line differs it is made anew, when the others do it is brought up
# to date.
wanted_stamp() {
    printf '%s line, Python %s, %s%s\n' "$line" "$(version_of "$python")" "$here" "$(is_pi && echo ', with system packages')"
    printf 'packages %s\n' "$(cat "$here/pyproject.toml" "$here/constraints/$line.txt" | sha256sum | cut -d ' ' -f 1)"
    printf 'extras %s\n' "$extras"
}

# Everything once asked for stays: `demo` after `test` need not take the test tools away.
unite_extras() {
    extras=$({
        tr , '\n' <<<"$1"
        sed -n 's/^extras //p' "$stamp" 2>/dev/null | tr , '\n'
    } | grep . | sort -u | paste -sd ,) || true
}

# Whether every file that the packages should have is there.  What a pulled plug leaves behind on an SD card are missing
# files and empty ones.
is_whole() {
    logged "$venv/bin/python" -I -c '
import csv, importlib.metadata, os, sys

own = [place for place in sys.path if place.startswith(sys.prefix)]  # not those of the system
for package in importlib.metadata.distributions(path=own):
    # Not package.files: from Python 3.12 on it leaves out what is missing.
    for name, _, size in csv.reader((package.read_text("RECORD") or "").splitlines()):
        if size not in ("", "0") and not name.endswith(".pyc"):
            path = package.locate_file(name)
            if not os.path.exists(path) or not os.path.getsize(path):
                sys.exit(f"damaged: {path}")
'
}

clear_venv() {
    # All but the lock and the log: another call may be waiting for the one and somebody may want to read the other.
    find "$venv" -mindepth 1 -maxdepth 1 ! -name "${lock##*/}" ! -name "${log##*/}" -exec rm -rf {} +
}

# A damaged venv is deleted and made anew, so nothing is touched that this script has not made: not somebody's own venv,
# and never a home directory, not even an empty one.
ensure_own_folder() {
    local way_out='name a new folder, for example MIRROR_VENV=/path/to/mirror-venv, or leave MIRROR_VENV out.'
    if [[ -n ${HOME:-} && $(readlink -m "$venv") == "$(readlink -m "$HOME")" ]]; then
        wrong "MIRROR_VENV=$venv is your home folder, which was left alone: $way_out"
    elif [[ -e $venv && ! -d $venv ]]; then
        wrong "MIRROR_VENV=$venv is not a folder and was left alone: $way_out"
    elif [[ -e $lock || ! -d $venv || -z $(ls -A "$venv") ]]; then
        return
    elif [[ -n ${MIRROR_VENV:-} ]]; then
        wrong "MIRROR_VENV=$venv holds files that this script has not made, and was left alone: $way_out"
    fi
    stop "$venv was not made by this script and was left alone: move it away (mv .venv my-venv), or name a new folder with MIRROR_VENV=/path/to/mirror-venv."
}

# Two calls at once: the second waits for the first and finds its work done.
lock_venv() {
    ensure_own_folder
    if ! mkdir -p "$venv" 2>/dev/null; then
        stop "$(dirname "$venv") cannot be written to: name another place with MIRROR_VENV=/path/to/a/directory."
    fi
    # Another user's finished venv can be used without being written to.
    if [[ ! -w $venv ]]; then
        log=/dev/null
        return
    fi
    exec 9>>"$lock"
    : >>"$log"
    if ! flock -n 9; then
        say "Another call is preparing the Python packages; waiting for it ..."
        flock 9
    fi
}

ensure_venv() {
    local want
    unite_extras "$1"
    want=$(wanted_stamp)
    if [[ -f $stamp && $(<"$stamp") == "$want" ]]; then
        if is_whole; then return; fi
        say "The Python packages in $venv are damaged; making them anew."
    fi
    ensure_own
    ensure_fonts
    if [[ -f $stamp && $(head -n 1 "$stamp") == "$(head -n 1 <<<"$want")" ]] && is_whole; then
        say "Bringing the Python packages up to date ..."
    else
        make_venv
    fi
    install_packages
    check_imports
    rm -rf "$venv/tmp"
    printf '%s\n' "$want" >"$stamp.new"
    sync -f "$stamp.new" # the packages are on the disk before the stamp says so
    mv "$stamp.new" "$stamp"
    # What root made here is its owner's, who will call this script without root next time.
    if is_root; then chown -hR --reference="$here" "$venv" "$here/rehab_mirror.egg-info"; fi
}

# What another user left half done cannot be finished, and its parts not replaced.
ensure_own() {
    local foreign
    if is_root; then return; fi
    foreign=$(find "$venv" ! -user "$(id -u)" -print -quit)
    [[ -z $foreign ]] ||
        stop "$venv needs work and $foreign belongs to $(stat -c %U "$foreign"): remove $venv as that user, or name another place with MIRROR_VENV=/path/to/a/directory."
}

make_venv() {
    # The old venv is about to be deleted, and with it the name of its Python.
    if [[ $python == "$venv"/* ]]; then python=$(readlink -f "$python"); fi
    clear_venv
    ensure_disk
    say "Preparing the Python packages (once: some minutes, 190 MB to download, 600 MB on disk) ..."
    local -a options=()
    if is_pi; then options+=(--system-site-packages); fi
    logged "$python" -I -m venv "${options[@]}" "$venv" ||
        stop "$python could not make a virtual environment ($(last_words)); the whole output is in $log."
}

install_packages() {
    local rules=$here/constraints/$line.txt
    if [[ $line == tasks ]]; then
        pip_install -c "$rules" -e "$here${extras:+[$extras]}"
        return
    fi
    # mediapipe 0.10 declares packages that the landmark net does not use (jax among them, 400 MB).  So it is installed
    # without what it declares, and everything it does use is named in the constraints.
    solutions_requirements >"$venv/requirements.txt"
    pip_install -c "$rules" -r "$venv/requirements.txt"
    pip_install -c "$rules" --no-deps mediapipe
    pip_install --no-deps -e "$here"
}

solutions_requirements() {
    "$venv/bin/python" -I - "$here/pyproject.toml" "$here/constraints/solutions.txt" "$extras" <<'PY'
import pathlib, re, sys, tomllib

project = tomllib.loads(pathlib.Path(sys.argv[1]).read_text())["project"]
wanted = list(project["dependencies"])
extras = [extra for extra in sys.argv[3].split(",") if extra]
for extra in extras:
    for text in project["optional-dependencies"][extra]:
        # An extra may ask for another one of this project, which pip would look for elsewhere.
        if own := re.fullmatch(rf"{project['name']}\[([\w,-]+)\]", text):
            extras += own[1].split(",")
        else:
            wanted.append(text)
wanted += [text.partition("#")[0].strip() for text in pathlib.Path(sys.argv[2]).read_text().splitlines()]
print(*(text for text in wanted if text and not re.match(r"mediapipe\b", text)), sep="\n")
PY
}

check_imports() {
    logged "$venv/bin/python" -I -c 'import cv2, mediapipe, numpy, pygame, mirror' && return
    rm -f "$stamp" # the next call starts from nothing
    stop "The Python packages are installed but do not start here ($(last_words)); the whole output is in $log."
}

# --- the landmark model --------------------------------------------------------------------------------------------

# Instant and without network once it is there.
ensure_model() {
    local status=0
    "$venv/bin/mirror" model build >&2 </dev/null || status=$?
    if [[ $status != 0 ]]; then
        say "The Python packages are ready; only the landmark model is still missing. When that is mended, call ./install.sh again."
        exit "$status"
    fi
}

# --- commands ------------------------------------------------------------------------------------------------------

prepare() {
    ensure_machine
    choose_line
    if [[ -n ${PYTHON:-} ]]; then find_python; fi # a wrong name is said before anything is made
    lock_venv
    if [[ -z $python ]]; then find_python; fi
    ensure_system
    ensure_venv "$1"
    ensure_model
    exec 9>&-
}

demo() {
    prepare ''
    exec "$venv/bin/mirror" demo "$@"
}

run_tests() {
    prepare test
    cd "$here"
    exec "$venv/bin/python" -m pytest "$@"
}

main() {
    local command=${1:-}
    shift || true
    case $command in
    demo) demo "$@" ;;
    test) run_tests "$@" ;;
    -h | --help) usage ;;
    '') refuse "Please say what to run, demo or test; the installer for the mirror itself comes with a later release." ;;
    *) refuse "'$command' is not something this script can do; it knows demo and test." ;;
    esac
}

# Run only when called, not when sourced by a test.
if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    main "$@"
fi
