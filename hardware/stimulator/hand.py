"""The button in the patient's hand: it arms, and it keeps the line alive only while it is held.  Pure.

Two steps, so that neither a jammed nor a leaned-on button is ever enough: hold it for two seconds and let go (armed);
press it again and keep it pressed (a train).  One press carries one train; a taped button carries none.
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

#: Held at least this long and at most LEANED_S, then let go: armed.
ARMING_S: Final = 2.0
#: A press that is older has become leaning: it neither arms nor begins a train.
LEANED_S: Final = 10.0
#: Arming expires after this long without a train; docs/stimulation.md.
ARMED_S: Final = 120.0
#: Contacts bounce for up to 15 ms; a press counts once it has rested.  An opening counts at once.
SETTLED_S: Final = 0.050

NEVER_S: Final = float("-inf")


class Hand(Enum):
    """The hand-held contact, normally open."""

    OPEN = "open"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Grip:
    """What the hand has done.  Times are monotonic seconds.  A button that is down at the start counts as used up."""

    pressed_s: float | None = None
    used: bool = True
    """This press has carried its train, or was never seen to begin."""
    armed_until_s: float = NEVER_S

    def held(self, now_s: float) -> bool:
        return self.pressed_s is not None and now_s - self.pressed_s >= SETTLED_S

    def fresh(self, now_s: float) -> bool:
        """Whether this press may begin a train."""
        return not self.used and self.pressed_s is not None and now_s - self.pressed_s <= LEANED_S

    def armed(self, now_s: float) -> bool:
        return now_s <= self.armed_until_s

    def spent(self) -> "Grip":
        """The present press has its train."""
        return replace(self, used=True)

    def kept_armed(self, until_s: float) -> "Grip":
        """Armed on, after a train that ended as it was meant to."""
        return replace(self, armed_until_s=until_s)

    def disarmed(self) -> "Grip":
        """Armed no more, and the present press is used up."""
        return replace(self, armed_until_s=NEVER_S, used=True)


UNTOUCHED: Final = Grip()


def grip_after(grip: Grip, hand: Hand, now_s: float) -> Grip:
    """The grip one reading of the contact later."""
    if hand is Hand.HELD:
        return grip if grip.pressed_s is not None else replace(grip, pressed_s=now_s)
    armed = not grip.used and grip.pressed_s is not None and ARMING_S <= now_s - grip.pressed_s <= LEANED_S
    return Grip(
        pressed_s=None,
        used=False,
        armed_until_s=now_s + ARMED_S if armed else grip.armed_until_s,
    )
