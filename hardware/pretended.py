"""Devices that are only pretended, so that the installed mirror can be tried where there are none.

For tests (tests/container/) and for whoever builds a mirror and wants to see a fault before it happens.  Nothing is
pretended unless one of these variables is set where the mirror is started, as in a systemd drop-in; then the mirror
says so at its start, and ``mirror check`` does too:

- ``MIRROR_PRETENDED_PINS=PATH``: pins in memory instead of the Raspberry Pi's, pressed through a named pipe
  (hardware.pins_by_pipe).
- ``MIRROR_PRETENDED_SCREEN=offscreen`` or ``dummy``: this driver of SDL instead of the console's screen.
- ``MIRROR_PRETENDED_FAULTS=stalls@40-50,...``: faults of the camera, with the seconds after the mirror's start in
  which they happen; hardware.camera.faulty knows their names.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hardware.camera.faulty import FaultKind, ScheduledFault
from hardware.problem import DeviceProblem

PINS: Final = "MIRROR_PRETENDED_PINS"
SCREEN: Final = "MIRROR_PRETENDED_SCREEN"
FAULTS: Final = "MIRROR_PRETENDED_FAULTS"
#: Drivers of SDL that draw where nobody looks.
SCREEN_DRIVERS: Final = ("offscreen", "dummy")


@dataclass(frozen=True, slots=True)
class Pretended:
    """What is not real here."""

    pins: Path | None = None
    screen_driver: str | None = None
    camera_faults: tuple[ScheduledFault, ...] = ()

    @classmethod
    def of(cls, environ: Mapping[str, str] = os.environ) -> "Pretended":
        """What the environment asks for.  Raises DeviceProblem naming the variable and what it may be."""
        driver = environ.get(SCREEN) or None
        if driver is not None and driver not in SCREEN_DRIVERS:
            raise DeviceProblem(f"{SCREEN}={driver} is no screen to pretend: allowed is {' or '.join(SCREEN_DRIVERS)}.")
        pins = environ.get(PINS)
        return cls(Path(pins) if pins else None, driver, _faults(environ.get(FAULTS, "")))

    @property
    def sentence(self) -> str:
        """What is not real, in a sentence; empty on a mirror for people."""
        parts = [
            *(["the pins"] if self.pins else []),
            *([f"the screen ({self.screen_driver})"] if self.screen_driver else []),
            *(["faults of the camera"] if self.camera_faults else []),
        ]
        return f"For a test, not real here: {', '.join(parts)}." if parts else ""


def _faults(text: str) -> tuple[ScheduledFault, ...]:
    return tuple(_fault(part.strip()) for part in text.split(",") if part.strip())


def _fault(part: str) -> ScheduledFault:
    """``stalls@40-50``."""
    name, _, span = part.partition("@")
    since, _, until = span.partition("-")
    try:
        return ScheduledFault(FaultKind(name), float(since), float(until))
    except ValueError as error:
        kinds = ", ".join(kind.value for kind in FaultKind)
        raise DeviceProblem(
            f"{FAULTS}: {part} is no fault: allowed is NAME@FROM-UNTIL in seconds, as in stalls@40-50, "
            f"with one of {kinds}."
        ) from error
