# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# The Python packages: one virtual environment, made anew or brought up to date.

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

# Which versions go together here.  On a Raspberry Pi the system's picamera2 is seen in the venv; on bookworm (Python 3.11)
# it is compiled against numpy 1, and numpy 2 beside it would keep the camera from being imported.
constraints_file() {
    local rules=$line
    if [[ $line == tasks ]] && is_pi && [[ $(version_of "$python") == 3.1[12] ]]; then rules=tasks-numpy1; fi
    printf '%s\n' "$project/constraints/$rules.txt"
}

# What a finished venv was made from.  When the first line differs it is made anew, when the others do it is brought up
# to date.
wanted_stamp() {
    printf '%s line, Python %s, %s%s\n' "$line" "$(version_of "$python")" "$project" "$(is_pi && echo ', with system packages')"
    printf 'packages %s\n' "$(cat "$project/pyproject.toml" "$(constraints_file)" | sha256sum | cut -d ' ' -f 1)"
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
    if is_root; then chown -hR --reference="$project" "$venv" "$project/rehab_mirror.egg-info"; fi
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
    local rules
    rules=$(constraints_file)
    if [[ $line == tasks ]]; then
        pip_install -c "$rules" -e "$project${extras:+[$extras]}"
        return
    fi
    # mediapipe 0.10 declares packages that the landmark net does not use (jax among them, 400 MB).  So it is installed
    # without what it declares, and everything it does use is named in the constraints.
    solutions_requirements >"$venv/requirements.txt"
    pip_install -c "$rules" -r "$venv/requirements.txt"
    pip_install -c "$rules" --no-deps mediapipe
    pip_install --no-deps -e "$project"
}

solutions_requirements() {
    "$venv/bin/python" -I - "$project/pyproject.toml" "$project/constraints/solutions.txt" "$extras" <<'PY'
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
