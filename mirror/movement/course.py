"""One figure over the days: where it began, where it is now, and whether that is a change.

From one day to the next a figure differs without any change of the face: the head stands elsewhere, the light is
another, the effort too.  How much is told by neighbouring days, half the mean squared difference between them being
the variance of a single day (von Neumann, Ann Math Stat 1941; 12:367-395); unlike the spread about a mean, it does not
take a slow change for noise.  The smallest change between two days that follows from it is the clinic's minimal
detectable change (Weir, J Strength Cond Res 2005; 19:231-240).  It is asked of the means of several days too, which
differ by less: days that follow each other are not independent, and a claim that has to be taken back does harm.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from mirror.movement.change import FEWEST_REPEATS, Change, Repeatability, change

#: Days without which nothing is compared: as many differences between neighbours as a repeatability takes.
FEWEST_DAYS: Final = FEWEST_REPEATS + 1
#: The most days that stand for the beginning, and for now: a week of practice.
MOST_DAYS_COMPARED: Final = 7


@dataclass(frozen=True, slots=True)
class Course:
    """A figure's way from its first days to its last."""

    first: float
    """Mean of the first days."""
    last: float
    """Mean of the last days, which are now."""
    days: int
    """How many days each of the two is the mean of; they never share one.  0 when there was only one day."""
    repeatability: Repeatability | None
    """How much the figure differs from day to day without a change; None while that is not known."""

    @property
    def margin(self) -> float | None:
        """Within so much of the first days no day is different for certain."""
        return None if self.repeatability is None else self.repeatability.smallest_change(1, 1)

    @property
    def change(self) -> Change:
        return change([self.first], [self.last], self.repeatability)


def course(figures: Sequence[float], within: Repeatability | None = None) -> Course | None:
    """The course of a figure, one for each day, the earliest first; None without any.

    ``within`` is how much the mean of a day is uncertain by the day's own repetitions: no day repeats itself better.
    """
    if not figures:
        return None
    days = min(MOST_DAYS_COMPARED, len(figures) // 2)
    return Course(
        first=_mean(figures[: days or 1]),
        last=_mean(figures[-(days or 1) :]),
        days=days,
        repeatability=_of_days(figures, within),
    )


def _of_days(figures: Sequence[float], within: Repeatability | None) -> Repeatability | None:
    if len(figures) < FEWEST_DAYS:
        return None
    squares = math.fsum((after - before) ** 2 for before, after in pairwise(figures))
    between = Repeatability(math.sqrt(squares / (2 * (len(figures) - 1))), len(figures) - 1)
    return between if within is None else max(between, within, key=lambda one: one.sd)


def _mean(figures: Sequence[float]) -> float:
    return math.fsum(figures) / len(figures)
