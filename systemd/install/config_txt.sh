# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2164 # install.sh declares what its parts share, and sets -e
#
# The Raspberry Pi's config.txt: our lines stand between two markers, and the file as it was is kept under a dated name.

block_begin='# >>> rehab-mirror: these lines are written by its install.sh'
block_end='# <<< rehab-mirror'

# What should stand between the markers; prints nothing where nothing is asked for.
# consoleblank needs no line in cmdline.txt: 0, never, is the kernel's default.
config_lines() {
    if [[ $camera != auto && $camera != webcam ]]; then
        printf '%s\n' 'camera_auto_detect=0' "dtoverlay=$camera"
    fi
    if [[ -n $stimulator ]]; then
        # A line whose owner dies must fall back to an input (docs/stimulation.md, the electrical contract), and be pulled
        # low from power-up until somebody drives it.
        printf '%s\n' 'dtparam=strict_gpiod' "gpio=$(stimulator_pin)=pd"
    fi
}

# The pin of the stimulator's line: the setting, else its default.
stimulator_pin() {
    local pin=
    if [[ -r $data/settings.toml ]]; then
        pin=$(sed -n 's/^[[:space:]]*pin_stimulator[[:space:]]*=[[:space:]]*\([0-9]\{1,2\}\).*/\1/p' "$data/settings.toml")
    fi
    printf '%s\n' "${pin:-24}"
}

# Prints FILE without our block.
without_block() { awk -v begin="$block_begin" -v end="$block_end" '$0 == begin { ours = 1 } !ours { print } $0 == end { ours = 0 }' "$1"; }

# Prints what stands between our markers in FILE.
block_of() { awk -v begin="$block_begin" -v end="$block_end" '$0 == end { ours = 0 } ours { print } $0 == begin { ours = 1 }' "$1"; }

ensure_config_txt() {
    if ! is_pi || [[ ! -f $config_txt ]]; then return; fi
    if [[ $(block_of "$config_txt" | grep -vxF "[all]") == "$(config_lines)" ]]; then return; fi
    if [[ -z $(config_lines) ]]; then
        change "Take the mirror's lines out of $config_txt." write_config_txt
    else
        change "Write into $config_txt: $(config_lines | paste -sd ' ')." write_config_txt
    fi
    restart_needed=yes
}

write_config_txt() {
    local lines
    lines=$(config_lines)
    keep_dated "$config_txt"
    note block "$config_txt"
    {
        without_block "$config_txt"
        if [[ -n $lines ]]; then
            # [all]: whatever section the file ends in.
            printf '%s\n' "$block_begin" '[all]' "$lines" "$block_end"
        fi
    } >"$config_txt.new"
    sync "$config_txt.new"
    mv "$config_txt.new" "$config_txt"
}

# A copy beside it, once a second at most: config.txt.before-mirror-2026-12-24-18-00-00
keep_dated() {
    local copy
    copy=$1.before-mirror-$(date +%F-%H-%M-%S)
    note file "$copy"
    cp -p "$1" "$copy"
}

remove_block() {
    if [[ -f $1 ]] && grep -qxF "$block_begin" "$1"; then
        without_block "$1" >"$1.new"
        sync "$1.new"
        mv "$1.new" "$1"
    fi
    forget_note block "$1"
}
