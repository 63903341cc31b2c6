# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# The Python that the packages are built for.

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
