#!/usr/bin/env bash
# Stands in for Python while install.sh is tested: answers its questions from the environment, makes a venv that holds
# this same file, and writes down what pip is asked for.
set -euo pipefail

here=$(dirname "$0")
asked=$*
case $asked in
    *sys.version_info*) echo "${STAND_IN_VERSION:-3.11}" ;;
    *"import ensurepip"*) [[ -z ${STAND_IN_WITHOUT_ENSUREPIP:-} ]] ;;
    *importlib.metadata*)
        if [[ -e $here/../damaged ]]; then
            echo "damaged: cv2"
            exit 1
        fi
        ;;
    *"import cv2"*) ;;
    "-I - lib"*)
        for library in ${STAND_IN_MISSING:-}; do echo "$library"; done
        ;;
    *pyproject.toml*solutions.txt*) echo "numpy<2" ;;
    "-I - "*pyproject.toml*) if [[ ${!#} == caregiver ]]; then echo caregiver; fi ;;
    *"-m compileall"*) ;;
    *"-m venv"*)
        venv=${!#}
        mkdir -p "$venv/bin"
        ln -s "$(readlink -f "$(command -v "$0")")" "$venv/bin/python"
        ln -s python "$venv/bin/mirror"
        if [[ $asked == *--system-site-packages* ]]; then
            echo "venv with system packages" >>"$STAND_IN_CALLS"
        else
            echo venv >>"$STAND_IN_CALLS"
        fi
        ;;
    *"-m pip"*)
        echo "pip ${asked#* install }" >>"$STAND_IN_CALLS"
        if [[ -n ${STAND_IN_PIP_WAITS:-} ]]; then read -r _ <"$STAND_IN_PIP_WAITS"; fi
        if [[ -n ${STAND_IN_PIP_SAYS:-} ]]; then
            printf '%s\n' "$STAND_IN_PIP_SAYS"
            exit 1
        fi
        mkdir -p "$STAND_IN_HOUSE/rehab_mirror.egg-info"
        ;;
    "model build") exit "${STAND_IN_MODEL_STATUS:-0}" ;;
    "clips build") mkdir -p "$MIRROR_DATA/clips" && : >"$MIRROR_DATA/clips/smile-0123456789ab.mp4" ;;
    "check --without-devices")
        printf 'good     disk: fine.\n'
        if [[ ${STAND_IN_CHECK_STATUS:-0} != 0 ]]; then printf 'wrong    model: it is damaged.\n'; fi
        exit "${STAND_IN_CHECK_STATUS:-0}"
        ;;
    check) echo "good     camera: it sees." ;;
    demo* | *"-m pytest"*)
        printf 'in %s\n' "$PWD"
        printf '<%s>\n' "$@"
        ;;
    *)
        echo "not expected: $*" >&2
        exit 99
        ;;
esac
