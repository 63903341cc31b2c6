#!/usr/bin/env bash
# shellcheck disable=SC2154 # the places are declared in places.sh
#
# Which release would the folder that Mirror was installed from install now?  Run by mirror-newest.service.

set -euo pipefail

folder=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
for part in places release; do
    # shellcheck source=/dev/null # each part is checked by itself
    source "$folder/$part.sh"
done

write_newest() {
    local checkout newest
    checkout=$(<"$checkout_note")
    # The folder may have been moved or deleted; then nothing newer is known.
    if [[ ! -f $checkout/mirror/__init__.py ]]; then return; fi
    newest=$(release_name "$checkout")
    if [[ -f $newest_note && $(<"$newest_note") == "$newest" ]]; then return; fi
    printf '%s\n' "$newest" >"$newest_note.new"
    mv "$newest_note.new" "$newest_note"
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    write_newest
fi
