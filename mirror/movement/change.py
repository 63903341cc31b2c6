"""What this mirror may call a change: its own repeatability, and the smallest change beyond it.

The repetitions of one session are the same face in the same light within minutes: what they differ by is what the
mirror and the person cannot repeat.  Two means differ for certain (95 %) when they are farther apart than 1.96 standard
errors of their difference, which is the minimal detectable change of the clinic (Weir, J Strength Cond Res 2005;
19:231-240) for the numbers of repetitions at hand.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

#: Of two means of the same thing 5 % differ by more than so many standard errors.
SURE: Final = 1.96
#: Repetitions beyond the first of their session that it takes to know the repeatability: with fewer the estimate of a
#: standard deviation is off by more than a third as a rule (relative standard error 1/sqrt(2 n)).
FEWEST_REPEATS: Final = 5


class Change(Enum):
    """What may be said about two sessions, or two times, of the same movement."""

    MORE = "more"
    LESS = "less"
    NOT_SURE = "no change that the mirror can be sure of"
    NOT_KNOWN = "too few repetitions to know"


@dataclass(frozen=True, slots=True)
class Repeatability:
    """How much one figure differs between repetitions of the same session."""

    sd: float
    """Standard deviation of one repetition, pooled over the sessions; in the figure's unit."""
    repeats: int
    """Repetitions beyond the first of their session: the degrees of freedom."""

    @classmethod
    def of(cls, sessions: Iterable[Sequence[float]]) -> "Repeatability | None":
        """From the figures of each session's repetitions; None while there are too few of them."""
        found = cls.as_far_as_known(sessions)
        return None if found is None or found.repeats < FEWEST_REPEATS else found

    @classmethod
    def as_far_as_known(cls, sessions: Iterable[Sequence[float]]) -> "Repeatability | None":
        """The same from however few: to be kept and pooled with others, and no measure of change by itself.

        None without a single repeat.
        """
        squares, repeats = 0.0, 0
        for figures in sessions:
            if len(figures) > 1:
                mean = math.fsum(figures) / len(figures)
                squares += math.fsum((figure - mean) ** 2 for figure in figures)
                repeats += len(figures) - 1
        return cls(math.sqrt(squares / repeats), repeats) if repeats else None

    @classmethod
    def pooled(cls, known: Iterable["Repeatability"]) -> "Repeatability | None":
        """Of several together, each by its repeats; None while these are too few."""
        each = list(known)
        repeats = sum(one.repeats for one in each)
        if repeats < FEWEST_REPEATS:
            return None
        return cls(math.sqrt(math.fsum(one.repeats * one.sd**2 for one in each) / repeats), repeats)

    def smallest_change(self, repetitions_before: int, repetitions_after: int) -> float:
        """The smallest difference between two means that is a change, in the figure's unit."""
        return SURE * self.sd * math.sqrt(1.0 / repetitions_before + 1.0 / repetitions_after)


def change(before: Sequence[float], after: Sequence[float], repeatability: Repeatability | None) -> Change:
    """What may be said about a figure that was ``before`` and is ``after``, each the figures of some repetitions."""
    if repeatability is None or not before or not after:
        return Change.NOT_KNOWN
    difference = math.fsum(after) / len(after) - math.fsum(before) / len(before)
    if abs(difference) <= repeatability.smallest_change(len(before), len(after)):
        return Change.NOT_SURE
    return Change.MORE if difference > 0.0 else Change.LESS
