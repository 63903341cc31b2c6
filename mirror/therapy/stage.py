"""The four stages of recovery, and how much of an exercise each of them bears.

The stages and what they allow follow the management pages of Facial Palsy UK for flaccid, paretic and synkinetic palsy.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Stage(Enum):
    """Where a person is on the way."""

    FLACCID = "flaccid"
    """No voluntary movement yet."""
    PARETIC = "paretic"
    """Small voluntary movement."""
    SYNKINETIC = "synkinetic"
    """Movements join in that were not meant; the face is stiff."""
    AFTERCARE = "aftercare"
    """Stable; what has come back is kept up."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the least to the most, both allowed."""

    least: float
    most: float

    def __contains__(self, value: float) -> bool:
        return self.least <= value <= self.most

    def __str__(self) -> str:
        return f"{self.least:g} to {self.most:g}"


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of one exercise."""

    repetitions: int
    hold_s: float
    rest_s: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between what a plan may set the dose of an exercise."""

    repetitions: Span
    hold_s: Span
    rest_s: Span
    effort_percent: Span
    """Of the healthy side's full movement."""


#: Gentle defaults.  Published home programmes range over 3-10 repetitions of 2-10 s (FACEsemper, Tuebingen: 6 exercises
#: of 3 repetitions; common leaflets: 5-10 of 5-10 s); neuromuscular retraining asks for few, short and small ones.
DOSES: Final = {
    Stage.PARETIC: Dose(5, 3.0, 6.0),
    Stage.SYNKINETIC: Dose(5, 3.0, 8.0),
    Stage.AFTERCARE: Dose(8, 5.0, 5.0),
}

#: Effort of 2-3 of 10 while movement returns and while others join in (ImproveFP, introduction to movements); more only
#: when the face is stable.  Long rests keep a synkinetic face from tightening.  There are none for the flaccid stage:
#: nothing active is done in it.
BOUNDS: Final = {
    Stage.PARETIC: Bounds(Span(1, 10), Span(2, 6), Span(4, 30), Span(10, 30)),
    Stage.SYNKINETIC: Bounds(Span(1, 6), Span(1, 4), Span(6, 30), Span(10, 30)),
    Stage.AFTERCARE: Bounds(Span(1, 10), Span(1, 10), Span(3, 30), Span(10, 60)),
}
