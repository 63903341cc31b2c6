# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# Packages of the system.

# Prints those of $libraries that do not load.  Loading is the only question that matters, so ask it: ldconfig is not on
# everybody's PATH and does not know LD_LIBRARY_PATH.
missing_libraries() {
    "$python" -I - "$@" <<'PY'
import ctypes, sys

for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
PY
}

package_of() {
    case $1 in
    libGL.so.1) echo libgl1 ;;
    libEGL.so.1) echo libegl1 ;;
    libGLESv2.so.2) echo libgles2 ;;
    libgthread-2.0.so.0) echo libglib2.0-0 ;; # since Debian 13 provided by libglib2.0-0t64
    esac
}

ensure_system() {
    local package name
    local -a names=() packages=()
    package=
    # A venv that is there brings its own pip.
    [[ $python == "$venv"/* ]] || package=$(venv_package)
    [[ -z $package ]] || packages+=("$package")
    mapfile -t names < <(missing_libraries "${libraries[@]}")
    for name in "${names[@]}"; do packages+=("$(package_of "$name")"); done
    [[ ${#packages[@]} == 0 ]] || ensure_packages "${packages[@]}"
}

ensure_packages() {
    if ! has apt-get; then
        stop "These are missing and this system has no apt to get them with; please install what Debian calls: $*"
    elif ! is_root; then
        stop "Some system packages are missing; please run this once and then call ./install.sh again:  sudo apt install $*"
    fi
    say "Installing system packages: $*"
    apt_install "$@" ||
        stop "apt could not install $* ($(last_words)); the whole output is in $log. Still missing: $*. Connect this machine to the internet and call ./install.sh again."
}

apt_install() {
    if [[ -z $apt_lists ]]; then
        logged apt-get update || true # lists that are too old or missing show when installing
        apt_lists=fresh
    fi
    logged env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# The screen's typeface.  It looks fine without, in the DejaVu Sans that comes with a Python package, so only root gets
# it without being asked.
ensure_fonts() {
    local package
    if ! is_root || ! has apt-get; then return; fi
    for package in fonts-atkinson-hyperlegible-ttf fonts-inter; do
        if dpkg-query -W "$package" >/dev/null 2>&1; then return; fi
    done
    for package in fonts-atkinson-hyperlegible-ttf fonts-inter; do
        if apt_install "$package"; then return; fi
    done
    say "No typeface to install here; the screen will use DejaVu Sans."
}

# --- for the mirror on the wall ----------------------------------------------------------------------------------------

# What the mirror on the wall needs beyond its Python packages, each line one package or alternatives of which the first
# that this system has will do.
wall_packages() {
    cat <<'END'
python3-venv
libgl1
libegl1
libgles2
libglib2.0-0t64|libglib2.0-0
libgbm1
libdrm2
libgl1-mesa-dri
fonts-atkinson-hyperlegible-ttf|fonts-inter|fonts-dejavu-core
libpangoft2-1.0-0
espeak-ng
END
    if [[ -n $caregiver ]]; then echo avahi-daemon; fi
    if is_pi; then
        echo python3-lgpio
        if [[ $camera != webcam ]]; then echo python3-picamera2; fi
    fi
}

is_installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# one_of "a|b": the installed one, else the first that can be had, else the first.
one_of() {
    local name
    local -a names=()
    IFS='|' read -ra names <<<"$1"
    for name in "${names[@]}"; do
        if is_installed "$name"; then
            echo "$name"
            return
        fi
    done
    for name in "${names[@]}"; do
        if apt-cache show "$name" >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
    echo "${names[0]}"
}

ensure_wall_packages() {
    local asked name
    local -a missing=()
    mapfile -t missing < <(missing_wall_packages)
    if [[ ${#missing[@]} == 0 ]]; then return; fi
    has apt-get || stop "This system has no apt; the mirror on the wall is made for Raspberry Pi OS and Debian."
    if ! only_saying && [[ -z $apt_lists ]]; then
        logged apt-get update || true # lists that are too old or missing show when installing
        apt_lists=fresh
        mapfile -t missing < <(missing_wall_packages) # which alternative there is may only be known now
    fi
    change "Install the packages ${missing[*]}." add_packages "${missing[@]}"
}

missing_wall_packages() {
    local asked name
    while read -r asked; do
        name=$(one_of "$asked")
        is_installed "$name" || echo "$name"
    done < <(wall_packages)
}

# Notes what comes along, too: what was not there before goes again with --uninstall.
add_packages() {
    local name
    logged env LC_ALL=C apt-get install --simulate --no-install-recommends "$@" ||
        stop "apt could not install $* ($(last_words)); the whole output is in $log. Connect this machine to the internet and call sudo ./install.sh again."
    while read -r name; do note package "$name"; done < <(newest_log | awk '$1 == "Inst" && $3 !~ /^\[/ { print $2 }')
    apt_install "$@" ||
        stop "apt could not install $* ($(last_words)); the whole output is in $log. Connect this machine to the internet and call sudo ./install.sh again; it goes on where it was."
}

remove_packages() {
    local name
    local -a ours=()
    while read -r name; do
        if is_installed "$name"; then ours+=("$name"); fi
    done < <(noted_newest_first package)
    if [[ ${#ours[@]} != 0 ]]; then
        must env DEBIAN_FRONTEND=noninteractive apt-get purge -y "${ours[@]}"
    fi
}
