"""What the plan asked for and what was done, day by day; and what it means that a day was practised.

One meaning for the page, the terminal and the report (docs/log.md, "What counts as practised").
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from mirror.diary.page import parse_day
from mirror.diary.views import adherence_of

_DAYS = "SELECT :first UNION ALL SELECT date(local_day, '+1 day') FROM calendar WHERE local_day < :last"


@dataclass(frozen=True, slots=True)
class AdherenceDay:
    """One day.  What was planned is None while no plan is known; a day on which the mirror was off has zeros."""

    local_day: str
    plan_id: int | None
    """The row of ``plans`` that was in force."""
    revision: int | None
    """Of the therapist's plan; None when the safe plan held, or none."""
    practices: int
    """Sessions in which anything was done: a repetition or a round, whether the session was gone through or not."""
    planned_short: int | None
    """Short practices."""
    done_short: int
    """Those that fill their place in the plan."""
    planned_long: int | None
    done_long: int
    planned_min: float | None
    """Minutes of practice."""
    done_min: float
    planned_eye: int | None
    """Times of eye care."""
    done_eye: int
    put_off: int
    """Reminders that were put off."""
    skipped: int
    """Exercises that were skipped."""
    locked: int
    """Different exercises that the plan asks for and that were not to be done."""

    @property
    def practised(self) -> bool:
        """Whether anything was practised, planned or not."""
        return self.practices > 0

    @property
    def done(self) -> int:
        """Practices that fill their place in the plan."""
        return self.done_short + self.done_long

    @property
    def planned(self) -> int | None:
        """Practices that the plan asks for; None while none is known."""
        if self.planned_short is None or self.planned_long is None:
            return None
        return self.planned_short + self.planned_long

    @property
    def whole(self) -> bool:
        """Whether all was practised that was planned; where nothing was, whether a practice was gone through."""
        if not self.planned:
            return self.done > 0
        return self.done_short >= (self.planned_short or 0) and self.done_long >= (self.planned_long or 0)

    def counts(self, today: date) -> bool:
        """Whether it is one of the days of which is said on how many somebody practised.

        A day that has not ended is not missed, nor is one on which nothing was planned.
        """
        return self.practised or (self.local_day < today.isoformat() and self.planned != 0)


def adherence(db: sqlite3.Connection, first: str, last: str) -> tuple[AdherenceDay, ...]:
    """Every day from ``first`` to ``last`` (YYYY-MM-DD, both included); the same figures as the view ``adherence``.

    ``db`` comes from ``reading``.  Raises Problem for another text.
    """
    parse_day(first), parse_day(last)
    if first > last:
        return ()
    columns = ", ".join(column.name for column in fields(AdherenceDay))
    found = db.execute(f"SELECT {columns} FROM ({adherence_of(_DAYS)})", {"first": first, "last": last})
    return tuple(AdherenceDay(*row) for row in found)


def first_day(db: sqlite3.Connection) -> date | None:
    """The log's first day; None while there is no run and no session in it.

    A day that nobody vouches for, as one of a clock that began in 1970, begins a log only where there is no other.
    """
    firsts = (
        db.execute(
            # Every day is after '': so SQLite goes along the index of the days, and stops at the first.
            f"""SELECT coalesce((SELECT local_day FROM {table} WHERE local_day > '' AND clock_synced
                                  ORDER BY local_day LIMIT 1),
                                (SELECT min(local_day) FROM {table}))"""
        ).fetchone()[0]
        for table in ("runs", "sessions")
    )
    return min((date.fromisoformat(first) for first in firsts if first is not None), default=None)


def days_of_log(db: sqlite3.Connection, first: date, last: date) -> tuple[AdherenceDay, ...]:
    """Every day from ``first`` to ``last`` that is not before the log's first one."""
    begun = first_day(db)
    return () if begun is None else adherence(db, max(begun, first).isoformat(), last.isoformat())


def that_count(days: Iterable[AdherenceDay], today: date) -> list[AdherenceDay]:
    """The days of which is said on how many somebody practised."""
    return [day for day in days if day.counts(today)]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan, from the day on which the mirror began to follow it."""

    id: int
    local_day: str
    standing: str
    """As mirror.therapy.following.Standing has it; anything but 'in force' means that the safe plan held."""
    stage: str
    affected_side: str
    revision: int | None
    written_on: str | None
    valid_until: str | None
    prescriber: str | None
    text: str | None
    """The whole file."""


def plans(db: sqlite3.Connection) -> tuple[PlanLine, ...]:
    """Every plan that was followed, in order."""
    columns = ", ".join(column.name for column in fields(PlanLine))
    return tuple(PlanLine(*row) for row in db.execute(f"SELECT {columns} FROM plans ORDER BY id"))


def plan_on(db: sqlite3.Connection, day: str) -> PlanLine | None:
    """The plan that was followed on ``day``, as the adherence has it; None while none is known."""
    columns = ", ".join(column.name for column in fields(PlanLine))
    row = db.execute(
        f"SELECT {columns} FROM plans WHERE local_day <= ? ORDER BY local_day DESC, id DESC LIMIT 1", (day,)
    ).fetchone()
    return None if row is None else PlanLine(*row)
