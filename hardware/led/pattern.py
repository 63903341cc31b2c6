"""What the reminder light says, as brightness over time.  Pure: time comes in, brightness goes out.

Nothing here blinks.  WCAG 2.3.1 allows at most three flashes in a second; the quickest pattern stays far
under that, and every change is a slope, never an edge.
"""

import math
from enum import Enum
from typing import Final

#: One breath in and out: a person at rest takes 12 to 20 a minute.
BREATH_S: Final = 4.0
#: The fault pattern repeats after this long.
FAULT_CYCLE_S: Final = 4.0
#: One of its two pulses, and the distance between their beginnings (1.25 pulses a second).
PULSE_S: Final = 0.75
PULSE_APART_S: Final = 0.8
#: A change of pattern is a cross-fade of this length.
FADE_S: Final = 0.8


class Pattern(Enum):
    """What there is to say."""

    OFF = "off"
    #: A session is due: breathing.
    DUE = "due"
    #: It has been due for a while: the same breath, a little brighter.
    OVERDUE = "overdue"
    #: In a session: dim and steady.
    LISTENING = "listening"
    #: Today is done: dark, as a value of its own.
    DONE = "done"
    #: Something needs a person: a calm double pulse.
    FAULT = "fault"


def lightness(pattern: Pattern, t_s: float) -> float:
    """How bright the light looks, 0..1, ``t_s`` seconds into the pattern.

    Continuous, and 0 or resting at ``t_s`` = 0.
    """
    match pattern:
        case Pattern.OFF | Pattern.DONE:
            return 0.0
        case Pattern.DUE:
            return _breath(t_s, low=0.10, high=0.50)
        case Pattern.OVERDUE:
            return _breath(t_s, low=0.15, high=0.70)
        case Pattern.LISTENING:
            return 0.25
        case Pattern.FAULT:
            into_s = t_s % FAULT_CYCLE_S
            return 0.70 * max(_pulse(into_s), _pulse(into_s - PULSE_APART_S))


def faded(old: float, new: float, since_s: float) -> float:
    """Between two lightness values, ``since_s`` seconds after the change from the one to the other."""
    share = min(max(since_s / FADE_S, 0.0), 1.0)
    return old + (new - old) * share * share * (3.0 - 2.0 * share)


def power(seen: float) -> float:
    """Relative luminance for a lightness of 0..1.

    CIE 1976 L*, inverted (a cube with a straight foot below 8 %).
    """
    level = 100.0 * min(max(seen, 0.0), 1.0)
    return level / 903.3 if level <= 8.0 else float(((level + 16.0) / 116.0) ** 3)


def _breath(t_s: float, low: float, high: float) -> float:
    """From low to high and back in one breath."""
    return low + (high - low) * 0.5 * (1.0 - math.cos(2.0 * math.pi * t_s / BREATH_S))


def _pulse(into_s: float) -> float:
    """One soft rise and fall, 0..1, zero outside."""
    return 0.5 * (1.0 - math.cos(2.0 * math.pi * into_s / PULSE_S)) if 0.0 <= into_s <= PULSE_S else 0.0
