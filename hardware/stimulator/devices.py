"""The devices of one guard, chosen together: real pins with the real board, or everything simulated."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hardware.pins import Factory
from hardware.stimulator.clock import Clock
from hardware.stimulator.contacts import ContactReader, GpioContacts
from hardware.stimulator.health import board_now
from hardware.stimulator.inputs import Board
from hardware.stimulator.line import GpioLine, Line
from hardware.stimulator.simulated import SimulatedLine, WrittenContacts


@dataclass(frozen=True, slots=True)
class Pins:
    """By their BCM numbers; ``ready`` is None where the stimulator says nothing of itself."""

    line: int
    hand: int
    loop: int
    ready: int | None


@dataclass(frozen=True, slots=True)
class Devices:
    """What a guard is given."""

    open_line: Callable[[], Line]
    """Called once something is prescribed, and not before."""
    contacts: ContactReader
    board: Callable[[], Board]
    clock: Clock


def on_pins(pins: Pins, factory: Factory) -> Devices:
    """Raises DeviceProblem when a pin cannot be had."""
    return Devices(
        open_line=lambda: GpioLine(pins.line, factory),
        contacts=GpioContacts(pins.hand, pins.loop, pins.ready, factory),
        board=board_now,
        clock=Clock(),
    )


#: Something that is always there: a simulated line takes the computer's clock as it is.
_ALWAYS: Final = Path("/")


def simulated(folder: Path) -> Devices:
    """Everything in one folder; see ``hardware.stimulator.simulated``."""
    return Devices(
        open_line=lambda: SimulatedLine(folder),
        contacts=WrittenContacts(folder),
        board=lambda: Board.WELL,
        clock=Clock(synchronised=_ALWAYS),
    )
