"""The forehead check: does the brow move on both sides while the mouth does not?

Both brows are moved from both halves of the brain.  A palsy of the nerve in the face takes forehead and mouth together;
one that comes from the brain spares the forehead, and that can be a stroke (NICE, Bell's palsy: forehead sparing).  So
when the pattern is seen and no doctor is known to know of it, the mirror asks.  It is a prompt and never a diagnosis:
after surgery, or when the brow has come back first, a face can look the same.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from statistics import fmean
from typing import Final

from mirror.movement.change import SURE
from mirror.movement.grading import ENOUGH_MM
from mirror.perception.excursion import Movement
from mirror.therapy.attempt import Attempt, usable

#: The brow of the affected side comes so far at least, as a part of the other one: what healthy faces do, too
#: (``mirror.perception.excursion.TOGETHER``).
BROW_RATIO: Final = 0.8
#: While the corner of the mouth comes so far at most: a difference that everybody sees.
MOUTH_RATIO: Final = 0.5
#: One figure is no mean.
FEWEST_ATTEMPTS: Final = 2


class Forehead(Enum):
    """What forehead and mouth say together."""

    SPARED = "spared"
    """The brow moves, the mouth hardly: ask."""
    EVEN = "even"
    """Not that pattern, by more than the noise."""
    UNKNOWN = "unknown"
    """Too little was measured to say."""


@dataclass(frozen=True, slots=True)
class _Ratio:
    """The affected side over the healthy one, and how far off that may be (95 %)."""

    value: float
    within: float


def forehead(attempts: Iterable[Attempt]) -> Forehead:
    """What brow raises and smiles of one session say.

    Leans towards asking: the pattern counts as soon as both figures are in it, and is only ruled out when one of them
    is out of it by more than the noise.
    """
    known = tuple(attempts)
    brow = _ratio(usable(known, Movement.BROW_RAISE))
    mouth = _ratio(usable(known, Movement.SMILE))
    if brow is None or mouth is None:
        return Forehead.UNKNOWN
    if brow.value >= BROW_RATIO and mouth.value <= MOUTH_RATIO:
        return Forehead.SPARED
    if brow.value + brow.within < BROW_RATIO or mouth.value - mouth.within > MOUTH_RATIO:
        return Forehead.EVEN
    return Forehead.UNKNOWN


def _ratio(attempts: tuple[Attempt, ...]) -> _Ratio | None:
    """None where the healthy side moved too little to divide by, or too seldom."""
    if len(attempts) < FEWEST_ATTEMPTS:
        return None
    healthy_mm = fmean(one.healthy_mm for one in attempts)
    if healthy_mm < ENOUGH_MM:
        return None
    value = fmean(one.affected_mm for one in attempts) / healthy_mm
    of_a_mean_mm = fmean(one.spread_mm for one in attempts) / math.sqrt(len(attempts))
    # First-order error of a ratio of two means that are equally noisy and independent.
    return _Ratio(value, SURE * of_a_mean_mm * math.hypot(1.0, value) / healthy_mm)
