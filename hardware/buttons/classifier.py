"""From contacts that bounce to presses that are meant.  Pure: levels and times come in, findings come out.

gpiozero's own debounce is not used: its mock pins do not have it, so it could not be tested, and its hold
event is followed by a release event, so that one long press would count as two presses (both found by
trying).
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from hardware.buttons.press import PressKind

#: A contact must rest this long to be believed: the bounce time users of gpiozero customarily give a push
#: button.
DEBOUNCE_S: Final = 0.020
#: From here on a press is long: the default ``hold_time`` of gpiozero's Button.
LONG_S: Final = 1.0
#: From here on nobody means it: a towel, a drop of water, a jammed cap.  Fifteen times the longest press we
#: ask for.
STUCK_S: Final = 15.0


class Level(Enum):
    """What the contact reads."""

    UP = "up"
    DOWN = "down"


class Stuck(Enum):
    """The finding that a button needs a person."""

    HELD_TOO_LONG = "held too long"


class Phase(Enum):
    """What the press under way, if any, has already said."""

    RESTING = "resting"
    #: Down, and short or long is still open.
    UNDECIDED = "undecided"
    #: Down, long has been said, or the press began before anybody looked; only stuck can follow.
    SAID = "said"
    #: Down, and reported stuck; nothing follows until it is let go.
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Contact:
    """One button's contact as known so far.

    ``read`` may still be bouncing, ``phase`` never is; times in monotonic seconds.  ``debounce_s`` is 0 for what does
    not bounce.
    """

    phase: Phase = Phase.RESTING
    pressed_s: float = 0.0
    let_go_s: float = 0.0
    read: Level = Level.UP
    read_since_s: float = 0.0
    seen_s: float = 0.0
    debounce_s: float = DEBOUNCE_S


Finding = PressKind | Stuck | None


def begin(level: Level, t_s: float) -> Contact:
    """The contact when first looked at.

    A button that is already down was not pressed for us: only stuck can follow.
    """
    phase = Phase.SAID if level is Level.DOWN else Phase.RESTING
    return Contact(phase=phase, pressed_s=t_s, read=level, read_since_s=t_s, seen_s=t_s)


def step(contact: Contact, level: Level, t_s: float) -> tuple[Contact, Finding]:
    """The contact after it read ``level`` at ``t_s``, and what that completes.

    A level read again changes nothing but time.  Times that run backwards count as the latest one seen: a
    callback's stamp may be a little older than the last ``tick``.
    """
    contact, finding = tick(contact, t_s)
    if level is not contact.read:
        contact = replace(contact, read=level, read_since_s=contact.seen_s)
    return contact, finding


def tick(contact: Contact, t_s: float) -> tuple[Contact, Finding]:
    """The contact at ``t_s`` if nothing changed since.

    Needed because a long press and a stuck button have no edge.
    """
    t_s = max(t_s, contact.seen_s)
    contact = replace(contact, seen_s=t_s)
    if t_s - contact.read_since_s < contact.debounce_s:
        return contact, None
    match contact.read, contact.phase:
        case Level.UP, Phase.RESTING:
            return contact, None
        case Level.UP, Phase.UNDECIDED:
            return replace(contact, phase=Phase.RESTING, let_go_s=contact.read_since_s), PressKind.SHORT
        case Level.UP, _:
            return replace(contact, phase=Phase.RESTING), None
        case Level.DOWN, Phase.RESTING:
            return _held(replace(contact, phase=Phase.UNDECIDED, pressed_s=contact.read_since_s))
        case _:
            return _held(contact)


def happened_s(contact: Contact, finding: PressKind | Stuck) -> float:
    """When the finding just given came about, however late it was looked for: let go, or held for so long."""
    match finding:
        case PressKind.SHORT:
            return contact.let_go_s
        case PressKind.LONG:
            return contact.pressed_s + LONG_S
        case Stuck.HELD_TOO_LONG:
            return contact.pressed_s + STUCK_S


def _held(contact: Contact) -> tuple[Contact, Finding]:
    """A button that is down at ``seen_s``.

    If nobody looked for a long time, stuck wins: nobody means such a press.
    """
    held_s = contact.seen_s - contact.pressed_s
    if held_s >= STUCK_S and contact.phase is not Phase.STUCK:
        return replace(contact, phase=Phase.STUCK), Stuck.HELD_TOO_LONG
    if held_s >= LONG_S and contact.phase is Phase.UNDECIDED:
        return replace(contact, phase=Phase.SAID), PressKind.LONG
    return contact, None
