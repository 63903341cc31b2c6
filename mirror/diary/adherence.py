"""What the plan asked for and what was done, day by day."""

import sqlite3
from dataclasses import dataclass, fields

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
    planned_short: int | None
    """Short practices."""
    done_short: int
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
        """Whether a practice was done, planned or not."""
        return self.done_short + self.done_long > 0

    @property
    def complete(self) -> bool | None:
        """Whether everything planned was practised; None for a day without practice in its plan, or without a plan."""
        if self.planned_short is None or self.planned_long is None or self.planned_short + self.planned_long == 0:
            return None
        return self.done_short >= self.planned_short and self.done_long >= self.planned_long


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
