"""What people do with the buttons."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Button(Enum):
    """The three buttons below the picture, and stop."""

    BACK = "back"
    SELECT = "select"
    NEXT = "next"
    STOP = "stop"


class PressKind(Enum):
    """How long it was held.  One press is one of them, never both."""

    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Press:
    """A short press, told when let go, or a long one, told while still held; of stop, told at once.

    ``t_s`` is monotonic seconds.
    """

    button: Button
    kind: PressKind
    t_s: float


@dataclass(frozen=True, slots=True)
class ButtonStuck:
    """Held so long that it is more likely jammed or wet than meant.

    It says nothing more until it is let go.  ``name`` is what the thing is called that is stuck.
    """

    name: str
    t_s: float


ButtonEvent = Press | ButtonStuck


class Buttons(Protocol):
    """A set of buttons, whatever they are made of."""

    def poll(self, now_s: float) -> tuple[ButtonEvent, ...]:
        """What happened since the last call, in order.  ``now_s`` is monotonic seconds."""

    def down(self, button: Button) -> bool:
        """Whether ``button`` is down, as far as the last ``poll`` knows."""

    def close(self) -> None:
        """Give the devices back.  May be called twice."""
