"""Which board this is, and whether it gets enough power."""

from pathlib import Path
from typing import Final

#: Where Linux says on which board it runs; PCs do not have it.
BOARD: Final = Path("/proc/device-tree/model")
#: Where Linux lists what watches voltages and temperatures.
MONITORS: Final = Path("/sys/class/hwmon")


def is_raspberry_pi(board: Path = BOARD) -> bool:
    """Whether this is a Raspberry Pi of any kind."""
    return board.is_file() and "Raspberry Pi" in board.read_text(encoding="utf-8", errors="replace")


def undervoltage(monitors: Path = MONITORS) -> bool | None:
    """Whether the supply was too weak since this was last asked; None where nothing watches it.

    The Raspberry Pi's kernel driver rpi_volt tells it as ``in0_lcrit_alarm`` (drivers/hwmon/raspberrypi-hwmon.c): below
    4.63 V on the boards up to the Pi 4.
    """
    for monitor in sorted(monitors.glob("hwmon*")):
        try:
            if (monitor / "name").read_text(encoding="ascii").strip() == "rpi_volt":
                return (monitor / "in0_lcrit_alarm").read_text(encoding="ascii").strip() != "0"
        except OSError:
            continue
    return None
