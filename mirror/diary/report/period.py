"""The days a report is about."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mirror.diary.adherence import first_day
from mirror.grammar import day_and_month, listed, long_date
from mirror.language import plural, translate
from mirror.problem import Problem

#: Without another wish: twelve weeks, after which a review is usual and a prescribed stimulation is over.
USUAL_DAYS: Final = 84


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def bounds(self) -> tuple[str, str]:
        """The first and the last day, as the log writes them."""
        return self.since.isoformat(), self.until.isoformat()

    def on(self, day: date) -> str:
        """A day as it is written in this report: with the year where that is not the last day's."""
        return day_and_month(day) if day.year == self.until.year else long_date(day)

    def rows(self, db: sqlite3.Connection, what: str, table: str, and_: str = "") -> Iterator[sqlite3.Row]:
        """``SELECT what FROM table`` of these days; ``and_`` is more of the statement."""
        return db.execute(f"SELECT {what} FROM {table} WHERE {table}.local_day BETWEEN ? AND ? {and_}", self.bounds)


def period_of(db: sqlite3.Connection | None, since: date | None, until: date) -> Period:
    """The days from ``since``, or the usual ones, to ``until``; none before the log's first one.

    Raises Problem for a ``since`` that is after ``until``.
    """
    if since is not None and since > until:
        raise Problem(f"--since {since} is after today, {until}: name an earlier day.")
    wanted = until - timedelta(days=USUAL_DAYS - 1) if since is None else since
    first = None if db is None else first_day(db)
    return Period(until if first is None else min(max(first, wanted), until), until)


def on_days(period: Period, days: Iterable[date]) -> str:
    """On how many days, and the last of them: ``on 3 days, last on 12 November``."""
    found = sorted(set(days))
    if len(found) == 1:
        return translate("on {day}").format(day=period.on(found[0]))
    form = plural("on {count} day, last on {day}", "on {count} days, last on {day}", len(found))
    return form.format(count=len(found), day=period.on(found[-1]))


def some_of(names: Iterable[str], most: int = 4) -> str:
    """``a, b and c``; of many the first few, and how many more there are."""
    found = list(dict.fromkeys(names))
    if len(found) <= most:
        return listed(found)
    rest = len(found) - most + 1
    return listed([*found[: most - 1], plural("{count} more", "{count} more", rest).format(count=rest)])
