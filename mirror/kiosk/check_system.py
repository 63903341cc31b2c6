"""The machine's part of ``mirror check``: rights, clock, power, screen, and the units that keep the mirror up."""

import os
import pwd
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from hardware.board import is_raspberry_pi, undervoltage
from hardware.graphics_card import CARDS, connected_card
from hardware.pretended import SCREEN_DRIVERS, Pretended
from hardware.throttling import SystemBoard, Throttling
from mirror.diary.stamp import Stamp
from mirror.kiosk.check_speed import heat_now
from mirror.kiosk.finding import Finding, Verdict, finding
from mirror.problem import Problem
from mirror.settings import Settings

#: Where install.sh puts the units.
UNITS: Final = Path("/etc/systemd/system")
#: Those that have to run; the page and the stimulator's guard only where they were installed.
_RUNNING: Final = ("mirror.service", "mirror-caregiver.service", "mirror-stimulator.service")
#: Before the first release of this mirror nothing can have happened to it.
_FIRST_DAY: Final = "2026-11-01"

Run = Callable[[Sequence[str]], str]


def software_findings(data_dir: Path, stamp: Stamp) -> Iterator[Finding]:
    """What is asked before a release is put into use."""
    yield finding("rights", lambda: _rights(data_dir))
    yield _clock(stamp)


def device_findings(settings: Settings, run: Run | None = None, units: Path = UNITS) -> Iterator[Finding]:
    """What can only be asked where the mirror hangs."""
    board = SystemBoard()
    yield _power(True if Throttling.UNDERVOLTAGE in board.throttling() else undervoltage())
    yield heat_now(board)
    on_the_wall = is_raspberry_pi() or (units / _RUNNING[0]).exists()
    yield screen_finding(settings.display, os.environ, CARDS, Verdict.WRONG if on_the_wall else Verdict.NOTE)
    yield from unit_findings(_asked if run is None else run, units)


def _rights(data_dir: Path) -> str:
    """One file of another user is enough to keep the mirror from writing."""
    if not data_dir.exists():
        return f"{data_dir} is not there yet and will be made."
    own = data_dir.stat().st_uid
    if os.geteuid() not in (own, 0):
        raise Problem(f"{data_dir} belongs to {_user(own)}: call `mirror check` as that user, or with sudo.")
    kept = [data_dir / name for name in ("mirror.db", "mirror.db-wal", "mirror.db-shm", "settings.toml", "plan.toml")]
    strange = [path for path in kept if path.exists() and path.stat().st_uid != own]
    if strange:
        names = ", ".join(map(str, strange))
        raise Problem(f"{names} belongs to another user than {data_dir}: sudo chown {_user(own)} {names}")
    return f"{data_dir} and what is in it belong to {_user(own)}."


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def _clock(stamp: Stamp) -> Finding:
    if stamp.local_day < _FIRST_DAY:
        return Finding(
            "clock",
            Verdict.WRONG,
            f"it says {stamp.local_day}: connect the network once, or set it with sudo date -s 'YYYY-MM-DD HH:MM'.",
        )
    if not stamp.clock_synced:
        return Finding("clock", Verdict.NOTE, f"it says {stamp.local_day}, and no time server has confirmed that yet.")
    return Finding("clock", Verdict.GOOD, f"it says {stamp.local_day}, as a time server does.")


def _power(weak: bool | None) -> Finding:
    if weak is None:
        return Finding("power", Verdict.NOTE, "nothing here watches the supply.")
    if weak:
        return Finding(
            "power", Verdict.WRONG, "the supply was too weak: use the Raspberry Pi's own one, with its own short cable."
        )
    return Finding("power", Verdict.GOOD, "the supply is strong enough.")


def screen_finding(display: str, environ: Mapping[str, str], cards: Path, without: Verdict) -> Finding:
    """Whether somebody would see the picture; ``without`` is how grave it is here when no screen is connected.

    Read from what the kernel says, because the mirror itself may hold the screen.
    """
    if environ.get("SDL_VIDEODRIVER") in SCREEN_DRIVERS:
        return Finding(
            "screen", Verdict.WRONG, f"SDL_VIDEODRIVER={environ['SDL_VIDEODRIVER']} draws where nobody looks: unset it."
        )
    if pretended := Pretended.of(environ).screen_driver:
        return Finding("screen", Verdict.NOTE, f"for a test it is only pretended ({pretended}).")
    desktop = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    if display in ("window", "none") or (display == "auto" and desktop):
        return Finding("screen", Verdict.NOTE, "the picture goes into a window.")
    card = connected_card(cards)
    if card is None:
        return Finding("screen", without, "no screen is connected: check its cable at both ends, and its power.")
    return Finding("screen", Verdict.GOOD, f"a screen is connected to graphics card {card}.")


def unit_findings(run: Run, units: Path) -> Iterator[Finding]:
    """Whether what was installed starts with the power and runs."""
    installed = [name for name in _RUNNING if (units / name).exists()]
    if not installed:
        yield Finding("units", Verdict.NOTE, "the mirror is not installed here; sudo ./install.sh does that.")
        return
    for name in installed:
        words = run(("systemctl", "show", "--property", "ActiveState,UnitFileState", name))
        state = dict(line.split("=", 1) for line in words.splitlines() if "=" in line)
        if state.get("UnitFileState") != "enabled":
            yield Finding("units", Verdict.WRONG, f"{name} does not start with the power: sudo systemctl enable {name}")
        elif state.get("ActiveState") not in ("active", "activating"):
            why = f"sudo journalctl -u {name} says why, sudo systemctl restart {name} starts it again."
            yield Finding("units", Verdict.WRONG, f"{name} does not run: {why}")
        else:
            yield Finding("units", Verdict.GOOD, f"{name} runs and starts with the power.")


def _asked(command: Sequence[str]) -> str:
    """What a command says; nothing where it is not there or does not answer."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10.0)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout
