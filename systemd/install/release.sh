# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# Releases: each in a folder of its own with its own Python packages; a link names the one that runs.

# What a release is made of.
parts=(mirror hardware models systemd constraints docs install.sh pyproject.toml README.md CHANGELOG.md LICENSE)

# release_name FOLDER: the version there and a print of every file, so that any change is a new release.  Needs no git.
# Nothing in FOLDER is run.
release_name() {
    local version
    version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$1/mirror/__init__.py")
    printf '%s-%s\n' "$version" "$(release_print "$1")"
}

release_print() {
    (
        cd "$1"
        find "${parts[@]}" -type f ! -name '*.pyc' ! -path '*/__pycache__/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    ) | sha256sum | cut -c 1-12
}

# The release that the link names, or nothing.
current_release() { if [[ -L $current ]]; then basename "$(readlink "$current")"; fi; }

use_release() {
    release=$releases/$1
    project=$release/source
    venv=$release/venv
    stamp=$venv/mirror-stamp
    lock=$venv/.mirror-lock
    unset MIRROR_VENV # means another one
}

# Whether a release was finished and nothing of it got lost.
release_stands() { [[ -e $release/complete && -f $stamp ]] && is_whole; }

build_release() {
    ensure_folder "$releases"
    note release "$release"
    mkdir -p "$project"
    rm -f "$release/complete"
    copy_source
    # Kept until the release is finished, so that a cut connection does not fetch everything anew.
    export PIP_CACHE_DIR=${PIP_CACHE_DIR:-$state/downloads}
    lock_venv
    log=$state/install.log # lock_venv sets another where it may not write
    if [[ -z $python ]]; then find_python; fi
    ensure_venv "$(wall_extras)"
    exec 9>&-
    # The mirror may not write here, and would translate every module at every start.
    must "$venv/bin/python" -I -m compileall -q "$project/mirror" "$project/hardware" "$project/models"
    printf '%s\n' "$(basename "$release")" >"$release/name"
    build_data
    check_release
    touch "$release/complete"
    sync "$release/complete"
    rm -rf "$state/downloads" "$data/.cache"
}

copy_source() {
    local there=()
    mapfile -t there < <(cd "$here" && ls -d "${parts[@]}" 2>/dev/null)
    tar -C "$here" --exclude=__pycache__ --exclude='*.pyc' -cf - "${there[@]}" | tar -C "$project" --no-same-owner --no-same-permissions -xf -
    chmod -R u=rwX,go=rX "$project"
}

# Everything optional that serves a person; the tools of developers stay away.
wall_extras() {
    "$python" -I - "$project/pyproject.toml" "${caregiver:+caregiver}" <<'PY'
import pathlib, sys, tomllib

extras = tomllib.loads(pathlib.Path(sys.argv[1]).read_text())["project"].get("optional-dependencies", {})
not_here = {"pi", "test", "lint"} | ({"caregiver"} if not sys.argv[2] else set())
print(*sorted(extras.keys() - not_here), sep=",")
PY
}

# The landmark model and the demonstrations, in the patient's data: the kiosk has no network to fetch them.
build_data() {
    say "Preparing the landmark model and the demonstrations (once: a few minutes) ..."
    must as_mirror "$venv/bin/mirror" model build
    must as_mirror "$venv/bin/mirror" clips build
}

# A release that does not stand by itself is never switched to.  Camera, screen and pins are not asked here: a cable that
# is loose today is no reason to keep an old release, and the lines in config.txt count from the next start on.
check_release() {
    local found
    if found=$(as_mirror "$venv/bin/mirror" check --without-devices </dev/null 2>&1); then return; fi
    printf '%s\n' "$found" >>"$log"
    say "$(grep -v '^good' <<<"$found")"
    stop "The new release $(basename "$release") did not pass its check, so $(what_stays). What is wrong stands above; call sudo ./install.sh again when it is mended."
}

what_stays() {
    if [[ -n $(current_release) ]]; then echo "the mirror stays with $(current_release)"; else echo "it was not put into use"; fi
}

switch_to() {
    note file "$current"
    ln -sfn "releases/$1" "$current.new"
    mv -T "$current.new" "$current"
    sync "$app"
}

# All but the one that runs and the one before it.
prune_releases() {
    local folder
    for folder in "$releases"/*/; do
        folder=${folder%/}
        case $(basename "$folder") in
        "$(current_release)" | "$1") ;;
        *)
            rm -rf "$folder"
            forget_note release "$folder"
            ;;
        esac
    done
}
