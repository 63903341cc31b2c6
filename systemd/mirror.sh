#!/bin/sh
# The command `mirror` of an installed mirror: as the mirror's own user, so that what it writes stays the mirror's, and on
# the patient's data.

mirror=/opt/rehab-mirror/current/venv/bin/mirror
data=${MIRROR_DATA:-/var/lib/rehab-mirror}

case $(id -un) in
mirror) exec env MIRROR_DATA="$data" "$mirror" "$@" ;;
root) exec runuser -u mirror -- env HOME=/var/lib/rehab-mirror MIRROR_DATA="$data" "$mirror" "$@" ;;
*) exec sudo -- "$0" "$@" ;;
esac
