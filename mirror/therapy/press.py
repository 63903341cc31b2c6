"""What a person can say to the mirror: three buttons and stop."""

from dataclasses import dataclass
from enum import Enum


class Button(Enum):
    """The three buttons below the glass, from left to right, and the stop button beside them."""

    BACK = "back"
    SELECT = "select"
    NEXT = "next"
    STOP = "stop"


class PressKind(Enum):
    """How long it was held."""

    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button."""

    button: Button
    kind: PressKind = PressKind.SHORT
