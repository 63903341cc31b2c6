"""The button in the patient's hand: it arms, and it keeps the line alive only while it is held.  Pure.

Two steps, so that neither a jammed nor a leaned-on button is ever enough: hold it for two seconds and let go (armed);
press it again and keep it pressed (a train).  One press carries one train; a taped button carries none, also where its
contact drops out: open is off at once, but only a contact that has rested open has been let go.
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
#: Contacts bounce for up to 15 ms; a press counts once it has rested.  An opening ends a train at once.
SETTLED_S: Final = 0.050
#: And only one that lasts this long is a hand that lets go: a loose or crushed contact opens for less.
LET_GO_S: Final = 0.150

NEVER_S: Final = float("-inf")


class Hand(Enum):
    """The hand-held contact, normally open."""

    OPEN = "open"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Grip:
    """What the hand has done.  Times are monotonic seconds.  A button that is down at the start counts as used up."""

    pressed_s: float | None = None
    """When the present press began, drop-outs of its contact included; None: it was let go."""
    used: bool = True
    """This press has carried its train, or was never seen to begin."""
    armed_until_s: float = NEVER_S
    closed_s: float | None = None
    """Since when the contact has read closed; None while it reads open."""
    open_s: float | None = None
    """Since when it has read open; None while it reads closed."""

    def held(self, now_s: float) -> bool:
        return self.closed_s is not None and now_s - self.closed_s >= SETTLED_S

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
        return grip if grip.closed_s is not None else _closed(grip, now_s)
    open_s = now_s if grip.open_s is None else grip.open_s
    if now_s - open_s < LET_GO_S:
        return replace(grip, closed_s=None, open_s=open_s)
    armed = not grip.used and grip.pressed_s is not None and ARMING_S <= open_s - grip.pressed_s <= LEANED_S
    return Grip(
        pressed_s=None,
        used=False,
        armed_until_s=now_s + ARMED_S if armed else grip.armed_until_s,
        open_s=open_s,
    )


def _closed(grip: Grip, now_s: float) -> Grip:
    """A new press; or the old one goes on after a drop-out, which after a train is a fault: somebody arms anew."""
    closed = replace(grip, closed_s=now_s, open_s=None)
    if grip.pressed_s is None:
        return replace(closed, pressed_s=now_s)
    return closed.disarmed() if grip.used else closed
