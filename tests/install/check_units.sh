#!/usr/bin/env bash
#
# What systemd itself says about how much the units leave open: 0 is nothing, 10 everything.  Says so where there is no
# systemd-analyze; the same is asked inside the container (tests/container/).

set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../systemd"

if ! command -v systemd-analyze >/dev/null; then
    echo "Not asked: there is no systemd-analyze here."
    exit 0
fi

status=0

# at_most TENTHS UNIT
at_most() {
    systemd-analyze security --offline=true --no-pager --threshold="$1" "$2" | tail -n 1 || status=1
}

at_most 30 mirror.service
at_most 30 mirror-safe.service
at_most 20 mirror-caregiver.service
at_most 20 mirror-stimulator.service
at_most 40 mirror-newest.service
at_most 40 mirror-backup.service
exit "$status"
