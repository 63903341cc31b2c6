"""What was given so far, and how much of each limit that uses.  Pure: the ledger remembers, this adds up.

A past session counts towards a day or week if either clock says so: the calendar of the wall clock, or the steady time
that nobody can set (``hardware.stimulator.clock``).  What is too recent by one of them is too recent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

HOUR_S: Final = 3600.0
#: A day and a week in steady time are four hours short, so that somebody who is a little earlier than last time is not
#: refused; the calendar sees to it that no day has two sessions.
DAY_S: Final = 20 * HOUR_S
WEEK_S: Final = (7 * 24 - 4) * HOUR_S
#: Between two sessions, across the day's end too [judgement: half a day].
GAP_S: Final = 12 * HOUR_S
#: Sessions further apart belong to two courses [judgement: four weeks].  A new plan alone begins no new course.
COURSE_BREAK_DAYS: Final = 28
NEVER_S: Final = float("inf")


@dataclass(frozen=True, slots=True)
class SessionDose:
    """One session as the ledger has it.  Steady times; ``day`` is that of its first train."""

    session: bytes
    day: date
    first_s: float
    last_s: float
    """When its last train ended."""
    given_s: float
    trains: int
    prescription: str = ""
    """The name of the prescription of its first train."""
    side: str = ""
    """Of its first train; the prescription is the same for all of them."""
    wall_s: float = 0.0
    """Of the newest word about it, seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Dose:
    """How much has been used of each limit, before the train that is asked for."""

    session_given_s: float = 0.0
    session_trains: int = 0
    session_lasted_s: float = 0.0
    """Since its first train began; 0 before that."""
    rested_s: float = NEVER_S
    """Since the last train of any session ended."""
    gap_s: float = NEVER_S
    """Since the last train of any other session ended."""
    day_sessions: int = 0
    """Other sessions today."""
    week_sessions: int = 0
    """Other sessions today and in the six days before."""
    course_days: int = 0
    """Days since this course's first session; 0 before that."""
    course_sessions: int = 0
    """Other sessions of this course."""
    session_prescription: str = ""
    """The name of the prescription that this session's first train was given by; empty before that."""


NOTHING_GIVEN: Final = Dose()


def dose_at(sessions: Iterable[SessionDose], session: bytes, steady_s: float, day: date) -> Dose:
    """The dose before a train of ``session``.  ``sessions`` in the order in which they were begun."""
    sessions = tuple(sessions)
    others = [one for one in sessions if one.session != session]
    own = next((one for one in sessions if one.session == session), None)
    course = _course(others, steady_s, day)
    return Dose(
        session_given_s=0.0 if own is None else own.given_s,
        session_trains=0 if own is None else own.trains,
        session_lasted_s=0.0 if own is None else steady_s - own.first_s,
        rested_s=min((steady_s - one.last_s for one in sessions), default=NEVER_S),
        gap_s=min((steady_s - one.last_s for one in others), default=NEVER_S),
        day_sessions=sum(_days_ago(one, day) < 1 or steady_s - one.first_s < DAY_S for one in others),
        week_sessions=sum(_days_ago(one, day) < 7 or steady_s - one.first_s < WEEK_S for one in others),
        course_days=max((_age_days(one, steady_s, day) for one in course), default=0),
        course_sessions=len(course),
        session_prescription="" if own is None else own.prescription,
    )


def _days_ago(session: SessionDose, day: date) -> int:
    return (day - session.day).days


def _age_days(session: SessionDose, steady_s: float, day: date) -> int:
    """By the clock that makes it older: a course must not be stretched by a clock that lags."""
    return max(_days_ago(session, day), int((steady_s - session.first_s) // (24 * HOUR_S)))


def _course(sessions: list[SessionDose], steady_s: float, day: date) -> list[SessionDose]:
    """The sessions of the present course: back from now until a break."""
    course: list[SessionDose] = []
    since_day, since_s = day, steady_s
    for one in reversed(sessions):
        by_calendar, by_steady = (since_day - one.day).days, (since_s - one.first_s) / (24 * HOUR_S)
        if min(by_calendar, by_steady) >= COURSE_BREAK_DAYS:
            break
        course.append(one)
        since_day, since_s = one.day, one.first_s
    return course
