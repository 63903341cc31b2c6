"""From contacts that bounce to presses that are meant.  Pure: levels and times come in, findings come out.

gpiozero's own debounce is not used: its mock pins do not have it, so it could not be tested, and its hold
event is followed by a release event, so that one long press would count as two presses (both found by
trying).
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from hardware.buttons.press import PressKind

#: A contact must rest this long to be believed.  Switches were measured to bounce 1.6 ms on average and 6.2 ms at most,
#: all but one (J. Ganssle, A Guide to Debouncing, 2008); worn ones do so longer, and 20 ms are felt by nobody.
DEBOUNCE_S: Final = 0.020
#: From here on a press is long: the default ``hold_time`` of gpiozero's Button.
LONG_S: Final = 1.0
#: From here on nobody means it: a towel, a drop of water, a jammed cap.  Fifteen times the longest press we
#: ask for.
STUCK_S: Final = 15.0
#: A hand must stay before a proximity switch for so long: one on its way to the tap has passed by then, and to whoever
#: means it, waiting longer looks like a switch that does not work.  Judgement, to be tried at a real sink.
DWELL_S: Final = 0.4
#: And be away for so long: a hand that trembles at the edge of its range has not gone and come back.
AWAY_S: Final = 0.3
#: A hand held there for a second hesitates; three seconds are meant.
LONG_DWELL_S: Final = 3.0


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


class Tells(Enum):
    """When a press is told."""

    WHEN_LET_GO = "when let go"
    """Only then it is known whether it was a short one."""
    AT_ONCE = "at once"
    """Held or not, it is one short press, and what is down from the start is one as well."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How what one contact does is understood; times in seconds."""

    down_s: float = DEBOUNCE_S
    """How long it must rest down to be believed; 0 for what does not bounce."""
    up_s: float = DEBOUNCE_S
    long_s: float | None = LONG_S
    """From here on a press is long; None: it never is."""
    tells: Tells = Tells.WHEN_LET_GO


#: A push button.
PUSH: Final = Manner()
#: The stop button: whoever presses it wants no more of this, and must not be made to wait until they let go.  A jammed
#: one has stopped the mirror rather than been ignored.
STOP: Final = Manner(long_s=None, tells=Tells.AT_ONCE)
#: A proximity switch.
TOUCHLESS: Final = Manner(down_s=DWELL_S, up_s=AWAY_S, long_s=LONG_DWELL_S)
#: A pedal: a foot that rests on it means one press, however long it stays there.
FOOT: Final = Manner(long_s=None)
#: A key: a keyboard has settled its own contacts, so a tap however short is meant, and both its edges may come at once.
KEY: Final = Manner(down_s=0.0, up_s=0.0)
STOP_KEY: Final = Manner(down_s=0.0, up_s=0.0, long_s=None, tells=Tells.AT_ONCE)


@dataclass(frozen=True, slots=True)
class Contact:
    """One button's contact as known so far.

    ``read`` may still be bouncing, ``phase`` never is; times in monotonic seconds.
    """

    manner: Manner = PUSH
    phase: Phase = Phase.RESTING
    pressed_s: float = 0.0
    let_go_s: float = 0.0
    read: Level = Level.UP
    read_since_s: float = 0.0
    seen_s: float = 0.0


Finding = PressKind | Stuck | None


def begin(level: Level, t_s: float, manner: Manner = PUSH) -> Contact:
    """The contact when first looked at.

    A button that is already down was not pressed for us, and only stuck can follow; but what tells at once is believed.
    """
    unheard = level is Level.DOWN and manner.tells is Tells.WHEN_LET_GO
    phase = Phase.SAID if unheard else Phase.RESTING
    return Contact(manner=manner, phase=phase, pressed_s=t_s, read=level, read_since_s=t_s, seen_s=t_s)


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
    manner = contact.manner
    if t_s - contact.read_since_s < (manner.down_s if contact.read is Level.DOWN else manner.up_s):
        return contact, None
    match contact.read, contact.phase:
        case Level.UP, Phase.RESTING:
            return contact, None
        case Level.UP, Phase.UNDECIDED:
            return replace(contact, phase=Phase.RESTING, let_go_s=contact.read_since_s), PressKind.SHORT
        case Level.UP, _:
            return replace(contact, phase=Phase.RESTING), None
        case Level.DOWN, Phase.RESTING if manner.tells is Tells.AT_ONCE:
            return replace(contact, phase=Phase.SAID, pressed_s=contact.read_since_s), PressKind.SHORT
        case Level.DOWN, Phase.RESTING:
            return _held(replace(contact, phase=Phase.UNDECIDED, pressed_s=contact.read_since_s))
        case _:
            return _held(contact)


def happened_s(contact: Contact, finding: PressKind | Stuck) -> float:
    """When the finding just given came about, however late it was looked for: pressed, let go, or held for so long."""
    match finding:
        case PressKind.SHORT:
            return contact.pressed_s if contact.manner.tells is Tells.AT_ONCE else contact.let_go_s
        case PressKind.LONG:
            return contact.pressed_s + (contact.manner.long_s or 0.0)
        case Stuck.HELD_TOO_LONG:
            return contact.pressed_s + STUCK_S


def _held(contact: Contact) -> tuple[Contact, Finding]:
    """A button that is down at ``seen_s``.

    If nobody looked for a long time, stuck wins: nobody means such a press.
    """
    held_s, long_s = contact.seen_s - contact.pressed_s, contact.manner.long_s
    if held_s >= STUCK_S and contact.phase is not Phase.STUCK:
        return replace(contact, phase=Phase.STUCK), Stuck.HELD_TOO_LONG
    if long_s is not None and held_s >= long_s and contact.phase is Phase.UNDECIDED:
        return replace(contact, phase=Phase.SAID), PressKind.LONG
    return contact, None
