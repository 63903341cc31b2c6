"""The days of practice as a small calendar: weeks from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from mirror.diary.adherence import AdherenceDay, that_count
from mirror.diary.report.period import Period
from mirror.grammar import long_date, month, weekday
from mirror.language import N_, translate

#: Columns, which are half a year: more weeks cannot be told apart.
MOST_WEEKS: Final = 26
#: Columns that have room for a frame around each day.
MOST_WIDE: Final = 14
_KEY: Final = N_("Practices on each day. Dark: as planned. Broken line: in part. Empty frame: not done.")
_KEY_OF_NARROW: Final = N_("Practices on each day. Dark: as planned. Grey: in part. Empty frame: not done.")


class Look(Enum):
    """How a day stands in the calendar: told apart without colour."""

    COMPLETE = "complete"
    """All that was planned; or practised, where no plan says how much."""
    PART = "part"
    NOTHING = "nothing"
    """Over, and nothing done of what was planned."""
    EMPTY = "empty"
    """Nothing planned and nothing done, or outside of the report."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A day: how many practices there were."""

    text: str
    look: Look


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weeks from left to right, days of the week from top to bottom."""

    months: tuple[tuple[str, int], ...]
    """The name of each month, and over how many columns it stands."""
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    """A day of the week, and its cells."""
    narrow: bool
    """Whether the days are small."""
    key: str
    remark: str


def calendar_of(days: Sequence[AdherenceDay], period: Period) -> Calendar:
    """The last weeks of the period; what lies before them is told in words."""
    shown_days = days[-7 * MOST_WEEKS :]
    first = date.fromisoformat(shown_days[0].local_day)
    monday = first - timedelta(days=first.weekday())
    weeks = ((period.until - monday).days // 7) + 1
    if weeks > MOST_WEEKS:
        monday, weeks = monday + timedelta(days=7), weeks - 1
    cells = {date.fromisoformat(day.local_day): _cell(day, period.until) for day in shown_days}
    outside = Cell("", Look.EMPTY)
    rows = tuple(
        (
            weekday(monday + timedelta(days=place)),
            tuple(cells.get(monday + timedelta(days=7 * week + place), outside) for week in range(weeks)),
        )
        for place in range(7)
    )
    before = that_count([day for day in days if date.fromisoformat(day.local_day) < monday], period.until)
    remark = ""
    if before:
        form = translate("Not shown, from {day} on: practised on {count} of {all} days before these weeks.")
        remark = form.format(day=long_date(period.since), count=sum(day.practised for day in before), all=len(before))
    narrow = weeks > MOST_WIDE
    key = _KEY_OF_NARROW if narrow else _KEY
    return Calendar(_months(monday, weeks), rows, narrow, translate(key), remark)


def _cell(day: AdherenceDay, until: date) -> Cell:
    if day.practised:
        return Cell(str(day.practices), Look.COMPLETE if day.whole else Look.PART)
    return Cell("0", Look.NOTHING) if day.counts(until) else Cell("", Look.EMPTY)


def _months(monday: date, weeks: int) -> tuple[tuple[str, int], ...]:
    """Over each week the month of its Thursday, as weeks of the year are counted (ISO 8601)."""
    columns: list[tuple[date, int]] = []
    for week in range(weeks):
        first = (monday + timedelta(days=7 * week + 3)).replace(day=1)
        if columns and columns[-1][0] == first:
            columns[-1] = (first, columns[-1][1] + 1)
        else:
            columns.append((first, 1))
    return tuple((month(first) if width > 1 else "", width) for first, width in columns)
