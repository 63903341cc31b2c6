"""Whether the board slows itself down, for heat or for want of power; and a fake that is told.

Read from files of the kernel that everybody may read: no command, no device node, no rights.
"""

from enum import Enum
from pathlib import Path
from typing import Final, Protocol

from hardware.board import MONITORS, undervoltage

#: Where the Raspberry Pi's firmware driver says what it does (soc on the boards up to the Pi 4, soc@... on later ones).
PLATFORM: Final = Path("/sys/devices/platform")
FIRMWARE: Final = "soc*/*firmware*/get_throttled"
#: Where Linux lists its thermometers.
THERMAL: Final = Path("/sys/class/thermal")
#: The Raspberry Pi's own one, on its processor.
PROCESSOR: Final = "cpu-thermal"
#: From here on the firmware lowers the processor's clock (raspberrypi.com, "Frequency management and thermal control").
HOT_C: Final = 80.0

#: Bits of get_throttled that hold now; those from 16 on hold since the start and say nothing of now.
_TOO_WEAK: Final = 1 << 0
#: Clock capped, throttled: for heat, or for a weak supply.
_SLOWED: Final = 1 << 1 | 1 << 2
#: The soft temperature limit, which no supply brings about.
_WARM: Final = 1 << 3


class Throttling(Enum):
    """Why a board slows itself down."""

    UNDERVOLTAGE = "undervoltage"
    HEAT = "heat"


class Board(Protocol):
    """What can say how a board is."""

    def throttling(self) -> frozenset[Throttling]:
        """Why it slows itself down now; empty while it does not, and where nothing watches it."""


class SystemBoard:
    """This computer."""

    def __init__(self, platform: Path = PLATFORM, monitors: Path = MONITORS, thermal: Path = THERMAL) -> None:
        self._platform = platform
        self._monitors = monitors
        self._thermal = thermal

    def throttling(self) -> frozenset[Throttling]:
        """See Board."""
        bits = self._bits()
        found = set()
        weak = bool(bits & _TOO_WEAK) or undervoltage(self._monitors) is True
        if weak:
            found.add(Throttling.UNDERVOLTAGE)
        celsius = processor_celsius(self._thermal)
        if bits & _WARM or (bits & _SLOWED and not weak) or (celsius is not None and celsius >= HOT_C):
            found.add(Throttling.HEAT)
        return frozenset(found)

    def _bits(self) -> int:
        """What the firmware says, 0 where it says nothing; written in hexadecimal without 0x."""
        for file in sorted(self._platform.glob(FIRMWARE)):
            try:
                return int(file.read_text(encoding="ascii"), 16)
            except (OSError, ValueError):
                continue
        return 0


class PretendedBoard:
    """As hot and as weak as it was told."""

    def __init__(self, *why: Throttling) -> None:
        self.why = frozenset(why)

    def throttling(self) -> frozenset[Throttling]:
        """See Board."""
        return self.why


def processor_celsius(thermal: Path = THERMAL) -> float | None:
    """How warm the processor is, in degrees Celsius; None where its thermometer is not listed."""
    for zone in sorted(thermal.glob("thermal_zone*")):
        try:
            if (zone / "type").read_text(encoding="ascii").strip() == PROCESSOR:
                return int((zone / "temp").read_text(encoding="ascii")) / 1000.0
        except (OSError, ValueError):
            continue
    return None
