"""The first movement that comes back: seen on several days beyond noise and leak, or not claimed.

In the flaccid stage the mirror measures a short standard attempt every day: two gentle brow raises and two gentle
smiles, about 20 seconds.  The affected side's figure of a day has to be beyond what a side that cannot move may seem to
do: the noise of the reading, and the pull of the healthy side across the middle of the face.  How often that is true of
a face that does not move has been simulated (docs/first-movement.md).
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Final

from mirror.language import N_
from mirror.movement.change import SURE
from mirror.perception.excursion import HARDLY_MM, Movement
from mirror.therapy.attempt import Attempt, usable
from mirror.therapy.day import day_of
from mirror.therapy.evidence import Confirmation, Evidence, Moved
from mirror.therapy.gate import SEVERAL_DAYS, recent_days
from mirror.therapy.tries import ATTEMPTS, STANDARD

#: The part of the healthy side's movement that a side which cannot move may seem to do.  On synthetic faces it is
#: -0.019 on average with a standard deviation of 0.034, and 0.054 at most (docs/first-movement.md).  It can be the same
#: every day, so that no number of days averages it away; people's faces have not been measured, so about twice that is
#: allowed.
LEAK: Final = 0.10


class Flicker(Enum):
    """What can be said about movement that comes back."""

    UNREAD = "unread"
    """Today nothing could be measured."""
    NOT_SURE = "not sure"
    """None, or not on enough days to be sure."""
    SEEN = "seen"
    """Beyond noise and leak on several days."""


SENTENCES: Final = {
    Flicker.UNREAD: N_("Today nothing could be measured, which says nothing about your face."),
    Flicker.NOT_SURE: N_("No change yet that the mirror can be sure of, which is normal."),
    Flicker.SEEN: N_("A first small movement was seen on three days. Please tell your therapist."),
}


def beyond_mm(attempt: Attempt) -> float:
    """How far a side that cannot move may seem to come in this attempt, in mm: leak and noise together."""
    return LEAK * max(0.0, attempt.healthy_mm) + SURE * attempt.spread_mm


def moved_in(attempts: Iterable[Attempt]) -> tuple[Moved, ...]:
    """What the affected side did, for each day and movement that was attempted often enough.

    A day's figure is that of the attempt that shows least: one reading that is far off is not a movement.  An attempt
    in which the healthy side did not move either is none.
    """
    found: dict[tuple[date, Movement], list[Attempt]] = {}
    known = tuple(attempts)
    for movement in STANDARD:
        for one in usable(known, movement):
            if one.healthy_mm >= HARDLY_MM:
                found.setdefault((day_of(one.at), movement), []).append(one)
    return tuple(_least(of_a_day) for of_a_day in found.values() if len(of_a_day) >= ATTEMPTS)


def _least(attempts: list[Attempt]) -> Moved:
    least = min(attempts, key=lambda one: one.affected_mm - beyond_mm(one))
    return Moved(least.at, least.movement, least.affected_mm, beyond_mm(least))


def flicker(evidence: Evidence, words: Iterable[Confirmation], now: datetime) -> Flicker:
    """What can be said today; the days are the stage gate's, so that what is announced is what it goes by."""
    if len(recent_days(evidence, tuple(words), now)) >= SEVERAL_DAYS:
        return Flicker.SEEN
    read = any(day_of(one.at) == day_of(now) for one in evidence.moved)
    return Flicker.NOT_SURE if read else Flicker.UNREAD
