# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# Steps that change something: each is said in a sentence, and only said with --dry-run and --check.

doing=install # or dry-run, check, uninstall
changes=0     # how many steps there were to do

only_saying() { [[ $doing == dry-run || $doing == check ]]; }

# change SENTENCE COMMAND...
change() {
    local sentence=$1
    shift
    changes=$((changes + 1))
    case $doing in
    dry-run) say "Would do: $sentence" ;;
    check) say "Not as it should be: $sentence" ;;
    *)
        say "$sentence"
        "$@"
        ;;
    esac
}

# Like logged, and a command that does not succeed ends it with its own words.
must() {
    logged "$@" && return
    stop "'$*' did not succeed ($(last_words)); the whole output is in $log. Call sudo ./install.sh again when that is mended; it goes on where it was."
}
