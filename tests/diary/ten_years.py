"""A log of years of practice, made up, the same for the same seed.

python -m tests.diary.ten_years DIR [REPETITIONS]     writes DIR/mirror.db; a million repetitions by default
"""

import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from mirror.diary.log import Log
from mirror.diary.means import TRIGGERS, rebuild
from mirror.diary.opening import opened
from mirror.diary.reading import FILE_NAME
from mirror.diary.stamp import Stamp, stamp_at
from mirror.perception.face import Side
from mirror.plan_file import plan_of_the_day
from mirror.therapy.effects import PlanFollowed
from mirror.therapy.plan_text import new_text
from mirror.therapy.stage import Stage

LAST: Final = date(2026, 11, 20)
#: Ten years of two practices a day, of five exercises each: so many repetitions of each that a million come together.
SESSIONS_A_DAY: Final = 2
MOVEMENTS: Final = ("brow_raise", "eye_closure", "smile", "snarl", "pucker")
REPETITIONS: Final = 27
A_DAY: Final = SESSIONS_A_DAY * len(MOVEMENTS) * REPETITIONS
MODEL: Final = "official-64184e229b26"


def write(folder: Path, repetitions: int, seed: int = 1) -> int:
    """Practice up to ``LAST`` with so many repetitions; returns on how many days."""
    days = -(-repetitions // A_DAY)
    first = LAST - timedelta(days=days - 1)
    _begin(folder, first)
    chance, left = random.Random(seed), repetitions
    with opened(folder / FILE_NAME) as db:
        with db.atomic():
            for trigger in TRIGGERS:  # the means are reckoned once, at the end
                db.execute(f"DROP TRIGGER {trigger}")
            for place in range(days):
                left -= _day(db, place, first + timedelta(days=place), min(left, A_DAY), chance)
            rebuild(db)
            for trigger in TRIGGERS.values():
                db.execute(trigger)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return days


def _stamp(day: date, place: int, seconds: float) -> Stamp:
    now = datetime(day.year, day.month, day.day, 8, tzinfo=UTC) + timedelta(seconds=seconds)
    return stamp_at(now, place * 87650.0 + seconds, boot_id="boot-1", clock_synced=True, zone=UTC)


def _begin(folder: Path, first: date) -> None:
    log = Log.open(folder / FILE_NAME, zone=UTC)
    stamp = _stamp(first, 0, 0.0)
    log.begin_run("0.1.0", MODEL, "pi", stamp)
    plan = folder / "plan.toml"
    plan.write_text(new_text(Stage.PARETIC, Side.LEFT, first))
    following = plan_of_the_day(plan, first, Side.LEFT)
    log.keep(PlanFollowed(following.standing, following.plan, following.text), stamp)
    log.end_run(stamp)
    log.close()


def _day(db: Database, place: int, day: date, repetitions: int, chance: random.Random) -> int:
    """One day; returns how many repetitions."""
    made = 0
    for session in range(SESSIONS_A_DAY):
        begun_s = session * 36000.0
        at = _columns(_stamp(day, place, begun_s))
        number = place * SESSIONS_A_DAY + session + 1
        _insert(db, "sessions", [_session(number, at)])
        for order, movement in enumerate(MOVEMENTS):
            count = min(REPETITIONS, repetitions - made)
            made += count
            offset_s = begun_s + 120.0 * order
            found = (_repetition(number, movement, one + 1, day, place, offset_s, chance) for one in range(count))
            _insert(db, "repetitions", list(found))
            ended = {"session_id": number, "exercise": movement, "outcome": "done", "repetitions": count}
            at_end = _columns(_stamp(day, place, offset_s + 119.0))
            _insert(db, "exercises", [{**ended, "guided_rounds": 0, **at_end}])
    return made


def _columns(stamp: Stamp) -> dict[str, Any]:
    return {name: getattr(stamp, name) for name in Stamp.__slots__}


def _session(number: int, at: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": number,
        "run_id": 1,
        "planned": '["smile"]',
        "camera": "pi",
        "model": MODEL,
        "app_version": "0.1.0",
        **at,
        "duty": "short practice",
        "purpose": "practice",
        "stage": "paretic",
        "revision": 1,
        "charged_s": 300.0,
        "outcome": "done",
        "ended_utc": at["at_utc"],
        "duration_s": 600.0,
    }


def _repetition(
    session: int, movement: str, number: int, day: date, place: int, offset_s: float, chance: random.Random
) -> dict[str, Any]:
    start_s = place * 87650.0 + offset_s + 4.0 * number
    right_mm = chance.gauss(8.0, 0.6)
    left_mm = right_mm * min(0.95, 0.3 + place / 9000.0) + chance.gauss(0.0, 0.3)
    symmetry = max(0.0, min(1.0, min(left_mm, right_mm) / max(left_mm, right_mm, 0.1)))
    return {
        "session_id": session,
        "exercise": movement,
        "movement": movement,
        "number": number,
        "left_mm": left_mm,
        "right_mm": right_mm,
        "symmetry": symmetry,
        "hold_s": 3.0,
        "confidence": 0.9,
        "reading": "refined",
        "light_left_mm": left_mm,
        "light_right_mm": right_mm,
        "rest_noise_mm": 0.1,
        "model": MODEL,
        "app_version": "0.1.0",
        **_columns(_stamp(day, place, offset_s + 4.0 * number)),
        "start_s": start_s,
        "hold_start_s": start_s + 1.0,
        "hold_end_s": start_s + 4.0,
        "end_s": start_s + 4.0,
    }


def _insert(db: Database, table: str, found: list[dict[str, Any]]) -> None:
    if found:
        names = list(found[0])
        rows = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        db.conn.executemany(rows, (tuple(row.values()) for row in found))


def _told() -> Iterator[str]:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    repetitions = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    days = write(folder, repetitions)
    megabytes = (folder / FILE_NAME).stat().st_size / 1e6
    yield f"{repetitions} repetitions on {days} days, {megabytes:.0f} MB"


if __name__ == "__main__":
    print(*_told())
