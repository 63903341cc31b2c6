"""What the gate is told at each instant.  Every default is the value that denies."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from hardware.stimulator.clock import ClockState
from hardware.stimulator.dose import NOTHING_GIVEN, Dose
from hardware.stimulator.hand import Hand
from hardware.stimulator.prescription import Prescription
from hardware.stimulator.report import Report


class Loop(Enum):
    """The stop button's normally closed contact, and its wire."""

    OPEN = "open"
    CLOSED = "closed"


class Ready(Enum):
    """What the stimulator says of itself, where it can."""

    NOT_WIRED = "not wired"
    READY = "ready"
    NOT_READY = "not ready"


class Board(Enum):
    """The computer's own well-being."""

    WELL = "well"
    HOT = "hot"
    LOW_POWER = "low power"
    UNKNOWN = "unknown"


class Ledger(Enum):
    """Whether what happens can be written down, and whether the dose of the coming train has been."""

    REFUSES = "refuses"
    WRITABLE = "writable"
    RESERVED = "reserved"


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that is known at one instant."""

    prescription: Prescription | None = None
    report: Report | None = None
    """The newest valid one of a kiosk that is connected now."""
    hand: Hand = Hand.OPEN
    loop: Loop = Loop.OPEN
    ready: Ready = Ready.NOT_READY
    board: Board = Board.UNKNOWN
    clock: ClockState = ClockState.NOT_SET
    day: date = date.min
    ledger: Ledger = Ledger.REFUSES
    dose: Dose = NOTHING_GIVEN
