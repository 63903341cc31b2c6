"""Reading the log for one page: what it shows is one state of the log, whatever is written meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import Final

from mirror.diary.adherence import AdherenceDay, days_of_log
from mirror.diary.page import Day, NoteLine, day_page
from mirror.diary.reading import Access, reading
from mirror.diary.views import PRACTISED

#: Notes on the page; the report and the export have them all.
MOST_NOTES: Final = 50


class Power(Enum):
    """Whether the mirror is on, as its newest run says."""

    ON = "on"
    OFF = "off"
    """It was switched off in order."""
    NOT_STARTED = "not started"
    """The computer has been started since, and the mirror not."""


@dataclass(frozen=True, slots=True)
class Running:
    """The mirror's newest run."""

    power: Power
    last_utc: str
    """The last instant at which it is known to have been on."""
    synced: bool
    """Whether its clock was known to be right when it began."""


@contextmanager
def log_of(data_dir: Path) -> Iterator[sqlite3.Connection | None]:
    """The log, opened read-only; None while there is none, or nothing in it.  Raises Problem when it cannot be read."""
    with reading(data_dir, Access.ONLY_READ) as db:
        begun = db is not None and db.execute("SELECT 1 FROM sqlite_master WHERE name = 'adherence'").fetchone()
        yield db if begun else None


def day_of_log(db: sqlite3.Connection, day: date) -> tuple[Day, float]:
    """One day, and how many minutes were practised on it."""
    seconds = db.execute(
        "SELECT total(coalesce(duration_s, charged_s)) FROM sessions WHERE local_day = ?", (day.isoformat(),)
    ).fetchone()[0]
    return day_page(db, day.isoformat()), seconds / 60.0


def counts_of(db: sqlite3.Connection, first: date, last: date) -> dict[date, AdherenceDay]:
    """Of every day from ``first`` to ``last`` that is not before the log's first one."""
    return {date.fromisoformat(one.local_day): one for one in days_of_log(db, first, last)}


def last_practice(db: sqlite3.Connection, before: date) -> date | None:
    """The last day before ``before`` on which anything was practised; None where there is none."""
    row = db.execute(
        f"SELECT max(local_day) FROM sessions WHERE local_day < ? AND {PRACTISED}", (before.isoformat(),)
    ).fetchone()
    return None if row[0] is None else date.fromisoformat(row[0])


def notes_of(db: sqlite3.Connection) -> tuple[NoteLine, ...]:
    """The newest notes in the log, the newest first."""
    rows = db.execute("SELECT at_utc, who, text FROM notes ORDER BY id DESC LIMIT ?", (MOST_NOTES,))
    return tuple(NoteLine(*row) for row in rows)


def week_of(day: date) -> tuple[date, ...]:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=after) for after in range(7))


def running(db: sqlite3.Connection, boot_id: str) -> Running | None:
    """The newest run; None before the first one.  ``boot_id`` is the boot of this moment."""
    row = db.execute(
        "SELECT at_utc, boot_id, clock_synced, ended_utc, clean_shutdown FROM runs ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    synced = bool(row["clock_synced"])
    if row["clean_shutdown"]:
        return Running(Power.OFF, row["ended_utc"], synced)
    last = db.execute("SELECT at_utc FROM sessions ORDER BY id DESC LIMIT 1").fetchone()
    last_utc = row["at_utc"] if last is None else max(row["at_utc"], last[0])
    return Running(Power.ON if row["boot_id"] == boot_id else Power.NOT_STARTED, last_utc, synced)
