# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# What a checkout can do without being installed: the demonstration and the tests.

# Instant and without network once it is there.
ensure_model() {
    local status=0
    "$venv/bin/mirror" model build >&2 </dev/null || status=$?
    if [[ $status != 0 ]]; then
        say "The Python packages are ready; only the landmark model is still missing. When that is mended, call ./install.sh again."
        exit "$status"
    fi
}

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
