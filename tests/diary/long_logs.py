"""Logs of weeks and of years, written in one go: for what reads them, not for what writes them."""

import json
import random
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from mirror.diary.reading import FILE_NAME
from tests.diary.records import begun

MODEL: Final = "attention-1a2b3c4d5e6f"
#: Saturday; every story ends on it.
TODAY: Final = date(2026, 11, 21)
#: How far a healthy side goes in a small movement, and how well a face repeats it from one time to the next.
HEALTHY_MM: Final[Mapping[str, float]] = {"smile": 7.0, "eye_closure": 9.0, "brow_raise": 6.0, "pucker": 5.0}
WITHIN_MM: Final = 0.4
DAY_TO_DAY_MM: Final = 0.35


@dataclass(slots=True)
class Book:
    """A log that is being made up, row by row."""

    db: sqlite3.Connection
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def row(self, table: str, day: date, at: time = time(9, 0), **columns: object) -> int:
        """One row; its stamp is that of a synchronised clock in Greenwich unless ``columns`` says otherwise."""
        moment = datetime.combine(day, at)
        stamp = {
            "at_utc": f"{moment.isoformat(timespec='milliseconds')}Z",
            "local_day": day.isoformat(),
            "boot_id": "boot-1",
            "monotonic_s": moment.timestamp(),
            "clock_synced": 1,
        }
        return self.plain(table, **{**stamp, **columns})

    def plain(self, table: str, **columns: object) -> int:
        """One row without a stamp."""
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        return self.db.execute(statement, list(columns.values())).lastrowid or 0

    def session(self, day: date, at: time = time(9, 0), **columns: object) -> int:
        """A finished practice."""
        usual = {
            "run_id": 1,
            "planned": json.dumps(["closed_smile"]),
            "camera": "pi",
            "model": MODEL,
            "app_version": "0.1.0",
            "duty": "short practice",
            "purpose": "practice",
            "stage": "paretic",
            "revision": 3,
            "charged_s": 300.0,
            "outcome": "done",
            "ended_utc": f"{datetime.combine(day, at).isoformat(timespec='milliseconds')}Z",
            "duration_s": 290.0,
        }
        return self.row("sessions", day, at, **{**usual, **columns})

    def repetition(
        self, day: date, session: int, movement: str, left_mm: float | None, right_mm: float | None, **columns: object
    ) -> int:
        """One repetition that was read closely; without figures one that could not be."""
        sides = [mm for mm in (left_mm, right_mm) if mm is not None]
        usual: dict[str, object] = {
            "session_id": session,
            "exercise": movement,
            "movement": movement,
            "number": 1,
            "left_mm": left_mm,
            "right_mm": right_mm,
            "symmetry": max(0.0, min(1.0, min(sides) / max(sides)))
            if sides and max(sides) > 0
            else (1.0 if sides else None),
            "hold_s": 3.0,
            "confidence": 0.85 if sides else None,
            "reading": "refined",
            "abstained": None if sides else "too dark",
            "light_left_mm": left_mm or 0.0,
            "light_right_mm": right_mm or 0.0,
            "rest_noise_mm": 0.1,
            "model": MODEL,
            "app_version": "0.1.0",
            "start_s": 0.0,
            "hold_start_s": 1.0,
            "hold_end_s": 4.0,
            "end_s": 5.0,
        }
        return self.row("repetitions", day, **{**usual, **columns})

    def practice(
        self,
        day: date,
        left: float,
        right: float,
        movements: tuple[str, ...] = ("smile",),
        repetitions: int = 5,
        **columns: object,
    ) -> int:
        """A session in which each side does so much of a healthy side's movement, as well as a face repeats itself."""
        session = self.session(day, **columns)
        for movement in movements:
            off = self.chance.gauss(0.0, DAY_TO_DAY_MM)
            for number in range(1, repetitions + 1):
                full = HEALTHY_MM[movement]
                self.repetition(
                    day,
                    session,
                    movement,
                    left * full + off * left + self.chance.gauss(0.0, WITHIN_MM),
                    right * full + off * right + self.chance.gauss(0.0, WITHIN_MM),
                    number=number,
                )
            self.row(
                "exercises",
                day,
                session_id=session,
                exercise=movement,
                outcome="done",
                repetitions=repetitions,
                guided_rounds=0,
                asked=repetitions,
            )
        return session


@contextmanager
def book(data_dir: Path) -> Iterator[Book]:
    """A new log in ``data_dir``, to be filled."""
    begun(data_dir).close()
    with closing(sqlite3.connect(data_dir / FILE_NAME)) as db, db:
        yield Book(db)


def days_before(count: int) -> list[date]:
    """So many days up to ``TODAY``, the earliest first."""
    return [TODAY - timedelta(days=back) for back in range(count - 1, -1, -1)]
