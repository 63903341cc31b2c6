"""Heat and power of the computer, as Linux tells them; what cannot be read counts as unknown, and unknown denies."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from hardware.stimulator.inputs import Board

THERMAL: Final = Path("/sys/class/thermal/thermal_zone0/temp")
HWMON: Final = Path("/sys/class/hwmon")
#: A Raspberry Pi slows down from 80 degrees Celsius on (its documentation, frequency management and thermal control).
HOT_MILLIDEGREES: Final = 80_000
#: The name of the kernel's driver that tells under-voltage (its documentation, hwmon/raspberrypi-hwmon).
_VOLTAGE_DRIVER: Final = "rpi_volt"
#: The firmware is asked for it every two seconds; reading more often tells nothing new.
EVERY_S: Final = 1.0


def board_now(thermal: Path = THERMAL, hwmon: Path = HWMON) -> Board:
    """How the computer is at this instant."""
    degrees, alarm = _number(thermal), _under_voltage(hwmon)
    if degrees is None or alarm is None:
        return Board.UNKNOWN
    if degrees >= HOT_MILLIDEGREES:
        return Board.HOT
    return Board.LOW_POWER if alarm else Board.WELL


class Watched:
    """A look at the board at most every EVERY_S."""

    def __init__(self, look: Callable[[], Board]) -> None:
        self._look = look
        self._looked_s = float("-inf")
        self._board = Board.UNKNOWN

    def at(self, now_s: float) -> Board:
        if not 0 <= now_s - self._looked_s < EVERY_S:
            self._board, self._looked_s = self._look(), now_s
        return self._board


def _under_voltage(hwmon: Path) -> int | None:
    for device in sorted(hwmon.glob("hwmon*")):
        try:
            name = (device / "name").read_text(encoding="utf-8").strip()
        except OSError:
            continue
        if name == _VOLTAGE_DRIVER:
            return _number(device / "in0_lcrit_alarm")
    return None


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
