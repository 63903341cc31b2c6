#!/usr/bin/env bash
# shellcheck disable=SC2034 # what is declared here is used by the parts in systemd/install/
#
# Makes Mirror ready on this machine:
#
#   sudo ./install.sh [options]                     the mirror on the wall: a kiosk that starts with the power
#   ./install.sh demo [options of `mirror demo`]    the demonstration, from this directory
#   ./install.sh test [options of pytest]           every test
#
# For the demonstration and the tests only the model, the clips and the log appear outside this directory, in the data
# folder, and what was fetched, in the cache; root also gets missing system packages installed.  What the mirror on the
# wall puts where is in docs/install.md.  Calling it again is quick and safe.  The parts are in systemd/install/; tests
# source this file and call their functions one by one; see the last lines.

# Half an installation is worse than none.  -e: stop at the first step that did not work.  -u: a mistyped name is a
# mistake, not an empty string.  pipefail: a pipe fails with any of its parts.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
project=$here # what the venv is made for; on the wall a copy of this directory
venv=${MIRROR_VENV:-$here/.venv}
[[ $venv == /* ]] || venv=$PWD/$venv
stamp=$venv/mirror-stamp
log=$venv/install.log
lock=$venv/.mirror-lock # also tells that this script made the directory
cpuinfo=/proc/cpuinfo
meminfo=/proc/meminfo
board=/proc/device-tree/model
os_release=/etc/os-release

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

for part in speech board python packages venv commands places change manifest files config_txt accounts release units \
    first_minute removal wall; do
    # shellcheck source=/dev/null # each part is checked by itself
    source "$here/systemd/install/$part.sh"
done

usage() {
    cat <<'END'
Usage: sudo ./install.sh [options]   put the mirror on this machine, or bring it up to date
       ./install.sh demo [options]   run the demonstration; options are those of `mirror demo`
       ./install.sh test [options]   run every test; options are those of pytest
       ./install.sh --help           show this

Options of the mirror on the wall:
  --unattended         ask nothing
  --dry-run            say every step and change nothing
  --check              say what is not as it should be and change nothing; status 1 if anything is
  --camera NAME        auto (usual), webcam, or the Raspberry Pi sensor that is not found by itself: imx219, imx296,
                       imx477, imx708 or ov5647
  --no-caregiver       without the page for the phone
  --with-caregiver     with it again (usual)
  --with-stimulator    with the guard of a prescribed and wired stimulator
  --without-stimulator without it again (usual)
  --uninstall          take everything away again but the patient's log and what people wrote
  --purge              with --uninstall: that too, after a word that is typed

The first call takes some minutes; later calls are quick.

Environment:
  PYTHON        the Python to build with (3.11 or newer), if not the first on PATH
  MIRROR_VENV   where the packages of demo and test go, instead of .venv: a new folder, or one an earlier call has made
  MIRROR_DATA   where the landmark model and the log of demo and test go, instead of the usual data directory
  MIRROR_LINE   tasks or solutions: which mediapipe to use, if not the one that suits this processor
END
}

main() {
    case ${1:-} in
    demo) demo "${@:2}" ;;
    test) run_tests "${@:2}" ;;
    -h | --help) usage ;;
    '' | -*) wall "$@" ;;
    *) refuse "'$1' is not something this script can do; it knows demo and test, and without a word it installs the mirror on the wall." ;;
    esac
}

# Run only when called, not when sourced by a test.
if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    main "$@"
fi
