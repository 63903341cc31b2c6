"""Dates set right once the true time is known.

A mirror without a battery for its clock begins a boot in the past and is told the time later, or never.  Every row has
the steady seconds of its boot; from one instant at which the clock is right, the wall time of every other instant of
that boot follows.  What stood there before is kept in ``repairs``.
"""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from sqlite_utils import Database

from mirror.diary.stamp import UNKNOWN_BOOT, Stamp, local_day, utc_text

#: A clock that was so near was right; it only had not been told so.
NEAR_S: Final = 2.0
#: Repairs carry the stamp of the repair itself, and the right clock is what made them.
_NEVER: Final = ("repairs",)


def repair_dates(db: Database, run_id: int, right: Stamp, zone: tzinfo | None) -> None:
    """Set the dates of this boot's rows right, by ``right``, an instant of it at which the clock was right.

    All rows of a session stay together on the day on which it began.  ``zone`` is the mirror's, None for the system's.
    Within the caller's transaction.
    """
    if not right.clock_synced or right.boot_id == UNKNOWN_BOOT:
        return
    days: dict[int, str] = {}
    for table, columns in _stamped(db):
        wanted = ", ".join(("id", "at_utc", "local_day", "monotonic_s"))
        session = "session_id" if "session_id" in columns else "id" if table == "sessions" else "NULL"
        ended = "ended_utc" if "ended_utc" in columns else "NULL"
        doubtful = db.execute(
            f"SELECT {wanted}, {session}, {ended} FROM {table} WHERE boot_id = ? AND clock_synced = 0 ORDER BY id",
            (right.boot_id,),
        ).fetchall()
        for row_id, at_utc, day, monotonic_s, session_id, ended_utc in doubtful:
            shift = _time(right.at_utc) - timedelta(seconds=right.monotonic_s - monotonic_s) - _time(at_utc)
            mended: dict[str, object] = {"clock_synced": 1}
            if abs(shift.total_seconds()) >= NEAR_S:
                at = _time(at_utc) + shift
                mended |= {"at_utc": utc_text(at), "local_day": days.get(session_id, local_day(at, zone))}
                if ended_utc is not None:
                    mended["ended_utc"] = utc_text(_time(ended_utc) + shift)
                original = {"original_at_utc": at_utc, "original_local_day": day, "original_ended_utc": ended_utc}
                where = {"run_id": run_id, "of_table": table, "of_id": row_id}
                db.table("repairs").insert({**where, **original, **asdict(right)})
                if table == "sessions":
                    days[row_id] = str(mended["local_day"])
            db.table(table).update(row_id, mended)


def _stamped(db: Database) -> list[tuple[str, set[str]]]:
    """Every table whose rows carry a stamp, with its columns; the sessions first, because their day is everybody's."""
    found = [(name, {column.name for column in db.table(name).columns}) for name in db.table_names()]
    stamped = [(name, columns) for name, columns in found if "boot_id" in columns and name not in _NEVER]
    return sorted(stamped, key=lambda one: one[0] != "sessions")


def _time(at_utc: str) -> datetime:
    return datetime.fromisoformat(at_utc).astimezone(UTC)
