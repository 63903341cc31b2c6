"""Which pins gpiozero works with.

The Pi's, through lgpio and nothing else, or mock pins that behave like circuits.
"""

import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hardware.problem import DeviceProblem

#: gpiozero's ``Factory``; it ships no types.
Factory = Any


def factory_here(pretended: Path | None = None) -> Factory:
    """The pins of this machine; where ``pretended`` names a pipe, pins in memory that follow it.

    Raises DeviceProblem as ``pi_factory`` does, and when the pipe cannot be opened.
    """
    if pretended is None:
        return pi_factory()
    from hardware.pins_by_pipe import pins_by_pipe

    return pins_by_pipe(pretended)


def pi_factory() -> Factory:
    """The Raspberry Pi's pins through lgpio, the one backend that works on every model including the Pi 5.

    gpiozero by itself falls back, with no more than a warning, to backends that do nothing on a Pi 5 (its
    issues 1106 and 1130); this never does.  Raises DeviceProblem when lgpio is missing, its working directory
    cannot be written, or there is no GPIO chip this user may use.
    """
    if find_spec("lgpio") is None:
        raise DeviceProblem(
            "The Pi's pins need lgpio, which is not installed. On Raspberry Pi OS: "
            "sudo apt install python3-lgpio, and make the venv with --system-site-packages."
        )
    work_dir = Path(os.environ.get("LG_WD") or Path.cwd())
    if not os.access(work_dir, os.W_OK):
        # lgpio makes a pipe named .lgd-nfy0 there, already when it is imported, and does not say what it
        # misses.
        raise DeviceProblem(
            f"lgpio needs a folder it can write to, and {work_dir} is none. "
            "Start from another folder, or name one in LG_WD."
        )
    try:
        from gpiozero.pins.lgpio import LGPIOFactory

        return LGPIOFactory()
    except ImportError as error:
        raise DeviceProblem(f"lgpio is installed and cannot be imported ({error}). Install it again.") from error
    except pin_errors() as error:
        raise DeviceProblem(
            f"No GPIO chip can be used ({error}). On a Raspberry Pi add this user to the group gpio with "
            "sudo usermod -aG gpio $USER and log in again; elsewhere use the keyboard."
        ) from error


def mock_factory() -> Factory:
    """Pins that exist only in memory, with PWM.

    ``factory.pin(n).drive_low()`` presses the button on pin n.
    """
    from gpiozero.pins.mock import MockFactory, MockPWMPin

    return MockFactory(pin_class=MockPWMPin)


def wired_factory(driven: Mapping[int, bool]) -> Factory:
    """Mock pins with something connected: those in ``driven`` keep that level (True is 3.3 V) whatever pulls at them.

    The others follow the pull, as a wire does that leads nowhere.
    """
    from gpiozero.pins.mock import MockFactory, MockPWMPin

    class WiredPin(MockPWMPin):  # type: ignore[misc]  # gpiozero ships no types
        def _set_pull(self, value: str) -> None:
            super()._set_pull(value)
            level = driven.get(int(self.info.name.removeprefix("GPIO")), value == "up")
            (self.drive_high if level else self.drive_low)()

    return MockFactory(pin_class=WiredPin)


def pin_errors() -> tuple[type[Exception], ...]:
    """What gpiozero and, where it is loaded, lgpio raise when a pin or chip cannot be had."""
    from gpiozero import GPIOZeroError

    lgpio = sys.modules.get("lgpio")
    return (GPIOZeroError, OSError) if lgpio is None else (GPIOZeroError, OSError, lgpio.error)
