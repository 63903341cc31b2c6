"""How much and how fast: small, slow and even is what brings movement back without the neighbours joining in.

Facial neuromuscular retraining asks for a fifth to a third of what the healthy side can do (effort 2 to 3 of 10;
ImproveFP, introduction to movements).  The band is in millimetres of the healthy side: it is the one that overdoes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mirror.movement.low_pass import low_passed
from mirror.movement.repetition import HOLDING, TOP, Repetition
from mirror.perception.excursion import ONSET_MM, TOGETHER, Excursion, Movement
from mirror.perception.face import Side
from mirror.perception.observation import Observation

#: Movements that have no ceiling: an eye that closes softly closes all the way, and that is what is asked for.
NO_CEILING: Final = frozenset({Movement.EYE_CLOSURE})
#: Nor is its pace told: a blink on the way down is as fast as a blink.
NO_PACE: Final = frozenset({Movement.EYE_CLOSURE})
#: Beyond the band counts from a tenth of its end, which is how far off the mirror's millimetres are
#: (docs/measurement.md), and from half a millimetre: people at rest repeat themselves to 0.74 mm (Johnston and others).
BEYOND: Final = 0.10
BEYOND_MM: Final = 0.5
#: Above the band for so long is more than an overshoot on the way up.
SUSTAINED_S: Final = 0.4
#: The affected side is well behind when it does less than this part of the other.
BEHIND: Final = 0.5
#: The movement has come to its top when it has not risen by a ninth for this long.
SETTLED_S: Final = 0.5
#: A way up is fast when it takes less than this from the onset to nine tenths of the top: the whole movement half a
#: second.  The demonstrations take 0.6 s for that stretch.  The mirror's own choice, which has to be tried on people.
FAST_S: Final = 0.25
#: Below the band for so long at the top.
SMALL_S: Final = 1.0


class Effort(Enum):
    """What is to be said about the effort of a movement, in the order of importance."""

    BRAKE = "brake"
    """The stronger side goes beyond the band, and the other one is well behind: the stronger one should do less."""
    OVER = "over"
    """The movement is larger than what was asked for."""
    FAST = "fast"
    """The way up was fast."""
    UNDER = "under"
    """The movement is smaller than the band.  Never a reproach: where movement returns, small is right."""


class Quality(Enum):
    """What was good about a repetition: each is a reward of its own, and they make no score."""

    SMALL = "small"
    SLOW = "slow"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class EffortBand:
    """How far the healthy side should go, in mm."""

    least_mm: float
    most_mm: float

    @classmethod
    def of(cls, movement: Movement, percent: tuple[int, int], full_mm: float | None) -> "EffortBand | None":
        """The band of a movement from percents of the healthy side's own full movement, known from an assessment.

        None where that is not known or the movement has no ceiling: then none is claimed.  A ceiling never lies below
        what the mirror can see as a movement at all.
        """
        if full_mm is None or movement in NO_CEILING:
            return None
        least_mm, most_mm = (full_mm * part / 100.0 for part in percent)
        return cls(least_mm, max(most_mm, ONSET_MM[movement]))

    def is_over(self, mm: float) -> bool:
        return mm > self.most_mm + max(BEYOND_MM, BEYOND * self.most_mm)

    def is_under(self, mm: float) -> bool:
        return mm < self.least_mm - max(BEYOND_MM, BEYOND * self.least_mm)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the way up was: from the onset to nine tenths of the top."""

    rise_s: float

    @classmethod
    def of(cls, repetition: Repetition) -> "Pace":
        return cls(repetition.hold_start_s - repetition.start_s)

    @property
    def is_fast(self) -> bool:
        return self.rise_s < FAST_S


def quality(repetition: Repetition, band: EffortBand | None, affected: Side | None) -> frozenset[Quality]:
    """What was good about a finished repetition.  Without a band nothing is called small."""
    excursion = repetition.excursion
    strong_mm = excursion.mm(strong_side(excursion, affected))
    found = {
        Quality.SMALL: band is not None and not band.is_over(strong_mm) and not band.is_under(strong_mm),
        Quality.SLOW: not Pace.of(repetition).is_fast,
        Quality.TOGETHER: excursion.symmetry >= TOGETHER,
    }
    return frozenset(one for one, good in found.items() if good)


@dataclass(slots=True)
class EffortWatch:
    """Watches one repetition.  Feed it every observation from the onset on, in order.

    It says one thing at a time and each once, and nothing that matters less than what it has said.
    """

    movement: Movement
    band: EffortBand | None
    affected: Side | None
    """None where it is not known: then the side that moves more is the strong one."""
    _unsaid: tuple[Effort, ...] = tuple(Effort)
    _start_s: float | None = None
    _last_s: float = 0.0
    _left_mm: float | None = None
    _right_mm: float | None = None
    _over_since_s: float | None = None
    _peak_mm: float = 0.0
    _top_mm: float = 0.0
    _top_s: float = 0.0
    """When the movement last rose to a new top."""
    _rising: bool = True
    """Whether the way up is still to be judged."""
    _pace: Pace | None = None

    def step(self, observation: Observation) -> Effort | None:
        """One observation later; what there is to say now."""
        excursion, t_s = observation.excursions.get(self.movement), observation.t_s
        if excursion is None or not excursion.believable:
            return None
        if self._start_s is None:
            self._start_s = self._last_s = self._top_s = t_s
        elif t_s <= self._last_s:
            return None
        self._rise(excursion.mean_mm, t_s)
        said = next((one for one in self._now(self._smooth(excursion, t_s), t_s) if one in self._unsaid), None)
        if said is not None:
            self._unsaid = self._unsaid[: self._unsaid.index(said)]
        return said

    def _smooth(self, excursion: Excursion, t_s: float) -> Excursion:
        step_s, self._last_s = t_s - self._last_s, t_s
        self._left_mm = low_passed(self._left_mm, excursion.left_mm, step_s)
        self._right_mm = low_passed(self._right_mm, excursion.right_mm, step_s)
        return Excursion(self._left_mm, self._right_mm, excursion.confidence)

    def _now(self, smooth: Excursion, t_s: float) -> Iterator[Effort]:
        """All that is so at this instant, the most important first."""
        strong = strong_side(smooth, self.affected)
        strong_mm = smooth.mm(strong)
        self._peak_mm = max(self._peak_mm, strong_mm)
        if self.band is not None and self.band.is_over(strong_mm):
            self._over_since_s = t_s if self._over_since_s is None else self._over_since_s
            if t_s - self._over_since_s >= SUSTAINED_S:
                yield Effort.BRAKE if smooth.mm(strong.other) < BEHIND * strong_mm else Effort.OVER
        else:
            self._over_since_s = None
        if self._pace is not None and self._pace.is_fast and self.movement not in NO_PACE:
            yield Effort.FAST
        at_top = strong_mm >= HOLDING * self._peak_mm and t_s - self._top_s >= SMALL_S
        if self.band is not None and at_top and self.band.is_under(self._peak_mm):
            yield Effort.UNDER

    def _rise(self, mean_mm: float, t_s: float) -> None:
        """Whether this is a new top, or the way up is over; of both sides' mean, as in the repetition itself.

        Not smoothed: that would make every way up a tenth of a second longer.  A first top that is not kept was a
        twitch, and says nothing about the way up.
        """
        if TOP * mean_mm > self._top_mm:
            self._top_s, self._top_mm = t_s, mean_mm
        elif not self._rising or self._start_s is None:
            return
        elif mean_mm < HOLDING * self._top_mm:
            self._rising = False
        elif t_s - self._top_s >= SETTLED_S:
            self._rising, self._pace = False, Pace(self._top_s - self._start_s)


def strong_side(excursion: Excursion, affected: Side | None) -> Side:
    """The healthy side; where that is not known, the one that has moved more."""
    if affected is not None:
        return affected.other
    return Side.LEFT if excursion.left_mm >= excursion.right_mm else Side.RIGHT
