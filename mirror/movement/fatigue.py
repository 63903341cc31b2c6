"""Whether the affected side tires over the repetitions of a set: not before the mirror can be sure of it."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mirror.movement.change import Change, Repeatability, change
from mirror.movement.repetition import Repetition
from mirror.perception.face import Side

#: The first so many repetitions of a set are held against its last so many.
AT_EACH_END: Final = 2


@dataclass(frozen=True, slots=True)
class Tired:
    """The affected side does less than at the beginning of the set, and the other side does not do as much less."""

    before: float
    """Its share of the other side's movement, 0..1: mean of the first repetitions..."""
    now: float
    """...and of the last ones."""


def tired(
    repetitions: Sequence[Repetition], affected: Side | None, repeatability: Repeatability | None
) -> Tired | None:
    """Ask after every repetition of a set; ``repetitions`` are all of them so far, of one movement.

    ``repeatability`` is that of the movement's symmetry in this person's log; None: unknown, and nothing is said.
    ``affected`` None: the side that moved less in the first repetitions.
    """
    if len(repetitions) < 2 * AT_EACH_END:
        return None
    first, last = repetitions[:AT_EACH_END], repetitions[-AT_EACH_END:]
    side = affected or min(Side, key=lambda one: _reached_mm(first, one))
    # Both must fall: who is told "smaller" does less on both sides, and whose other side overdoes it moves no less.
    if _reached_mm(last, side) >= _reached_mm(first, side):
        return None
    before, now = ([_share(one, side) for one in end] for end in (first, last))
    if change(before, now, repeatability) is not Change.LESS:
        return None
    return Tired(statistics.fmean(before), statistics.fmean(now))


def _reached_mm(repetitions: Sequence[Repetition], side: Side) -> float:
    return statistics.fmean(one.excursion.mm(side) for one in repetitions)


def _share(repetition: Repetition, side: Side) -> float:
    """What ``side`` did as a part of the other side, 0..1: the symmetry, for the side that is asked about."""
    other_mm = repetition.excursion.mm(side.other)
    return min(1.0, max(0.0, repetition.excursion.mm(side) / other_mm)) if other_mm > 0.0 else 1.0
