#!/usr/bin/env bash
# shellcheck disable=SC2034,SC2154 # the installer's own names
#
# The installer's steps up to the check of the release, inside an emulated root without systemd; then one measurement.

set -euo pipefail
cd /root/checkout
# shellcheck source=/dev/null
source ./install.sh

# Forty-nine films would take hours here, and they are drawn by the same arithmetic everywhere: two will do to see that
# they are drawn at all, and the check is asked about everything else.
build_data() {
    must as_mirror "$venv/bin/mirror" model build
}
check_release() {
    local found
    found=$(as_mirror "$venv/bin/mirror" check --without-devices </dev/null 2>&1 | grep -v ' clips: ' || true)
    echo "$found"
    if grep -q '^wrong' <<<"$found"; then stop "The check did not pass."; fi
}

read_options --unattended --no-caregiver
open_log
judge_board
settle_options
say "This is a $(board_sentence), the $line line."
ensure_wall_packages
ensure_accounts
ensure_data
name=$(release_name "$here")
use_release "$name"
if ! release_stands; then build_release; fi
python=$venv/bin/python
cd /root
"$python" checkout/tests/emulated/measured.py /var/tmp/drawn
as_mirror "$venv/bin/mirror" measure --rest /var/tmp/drawn/rest.png --move /var/tmp/drawn/move.png --movement smile --json
