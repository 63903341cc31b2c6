"""How far each side went, day by day: what a trend is drawn from."""

import sqlite3
from dataclasses import dataclass, fields

from mirror.perception.excursion import Movement
from mirror.therapy.catalogue import Purpose


@dataclass(frozen=True, slots=True)
class TrendDay:
    """One movement on one day.  Lengths are means over ``figures`` repetitions, None where none could be read."""

    local_day: str
    sessions: int
    repetitions: int
    reading: str | None
    """'refined' or 'light': the path of the figures.  The two are never averaged together; refined ones come first."""
    figures: int
    """How many repetitions the figures stand on."""
    left_mm: float | None
    right_mm: float | None
    symmetry: float | None
    """Weaker over stronger side of the two means, 0..1."""
    weaker: str | None
    """'left', 'right', or 'together' when the sides do not differ by more than the mirror can tell."""
    confidence: float | None
    noise_mm: float
    """How much the light figure varied while the face was at rest: mean standard deviation."""
    model: str
    """Behind the figures; 'several' where the model changed within the day."""


def trend(
    db: sqlite3.Connection, movement: Movement, first: str, last: str, purpose: Purpose = Purpose.PRACTICE
) -> tuple[TrendDay, ...]:
    """The days from ``first`` to ``last`` (YYYY-MM-DD, both included) on which the movement was made.

    Practice and assessment ask for different effort, so their lengths are two trends.  ``db`` comes from ``reading``.
    """
    columns = ", ".join(column.name for column in fields(TrendDay))
    found = db.execute(
        f"""SELECT {columns} FROM trend_by_movement
             WHERE local_day BETWEEN ? AND ? AND movement = ? AND purpose = ? ORDER BY local_day""",
        (first, last, movement.value, purpose.value),
    )
    return tuple(TrendDay(*row) for row in found)
