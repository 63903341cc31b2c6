"""Short words for what the tests of the diary keep."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from mirror.diary.log import Log
from mirror.diary.reading import FILE_NAME
from mirror.diary.stamp import Stamp, stamp_at
from mirror.movement.repetition import Repetition
from mirror.perception.excursion import Excursion, Movement
from mirror.therapy.effects import RepetitionDone

MORNING: Final = datetime(2026, 11, 21, 8, 12, 3, 250_000, UTC)
DAY: Final = "2026-11-21"


def stamp(after_s: float = 0.0, *, synced: bool = True) -> Stamp:
    """A moment of one morning, ``after_s`` seconds into it, on a mirror that hangs in Greenwich."""
    now = MORNING + timedelta(seconds=after_s)
    return stamp_at(now, 100.0 + after_s, boot_id="boot-1", clock_synced=synced, zone=UTC)


def done(exercise: str, number: int, left_mm: float, right_mm: float, hold_s: float = 3.0) -> RepetitionDone:
    """One finished repetition."""
    movement = Movement.EYE_CLOSURE if exercise == "eye_closure" else Movement.SMILE
    excursion = Excursion(left_mm, right_mm, confidence=0.9)
    return RepetitionDone(exercise, number, Repetition(movement, 10.0, 11.0, 11.0 + hold_s, 16.0, excursion, 0.1))


def begun(data_dir: Path) -> Log:
    """The log of a mirror that has just started."""
    log = Log.open(data_dir / FILE_NAME, now=lambda: MORNING)
    log.begin_run("0.1.0", "attention-1a2b3c4d5e6f", "portrait", stamp())
    return log


@contextmanager
def running(data_dir: Path) -> Iterator[Log]:
    """A mirror from its start to its orderly end."""
    with closing(begun(data_dir)) as log:
        yield log
        log.end_run(stamp(900.0))


def rows(data_dir: Path, query: str) -> list[tuple[object, ...]]:
    """What another program reads in the log."""
    with closing(sqlite3.connect(data_dir / FILE_NAME)) as db:
        return db.execute(query).fetchall()
