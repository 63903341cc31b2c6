"""What the newest session says of the machine: how old the picture on the glass was, and what was amiss."""

import sqlite3
from dataclasses import dataclass

from mirror.diary.rows import FRAME_AGES


@dataclass(frozen=True, slots=True)
class PictureAge:
    """From the light on the sensor to the moment at which the screen was given the picture."""

    timed: str
    """Who said when the light fell in, as in the log."""
    median_ms: float
    p95_ms: float


def picture_age(db: sqlite3.Connection) -> PictureAge | None:
    """Of the newest session that has one, by whoever timed most of its pictures.  ``db`` comes from ``reading``."""
    # A log of an earlier version has no such table, and is brought up to date by the mirror's next start.
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (FRAME_AGES,)).fetchone() is None:
        return None
    row = db.execute(
        f"SELECT timed, median_ms, p95_ms FROM {FRAME_AGES} ORDER BY session_id DESC, frames DESC LIMIT 1"
    ).fetchone()
    return None if row is None else PictureAge(*row)


def faults_of(db: sqlite3.Connection, kinds: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """Day, kind and sentence of the newest session's faults of these kinds.  ``db`` comes from ``reading``."""
    marks = ", ".join("?" * len(kinds))
    found = db.execute(
        f"""SELECT local_day, kind, sentence FROM faults
             WHERE session_id = (SELECT max(id) FROM sessions) AND kind IN ({marks}) ORDER BY id""",
        kinds,
    )
    return tuple((row["local_day"], row["kind"], row["sentence"]) for row in found)
