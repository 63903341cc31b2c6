"""Deleting the log on request, so that no file of it holds what was forgotten."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from mirror.diary.backup import FOLDER
from mirror.diary.damage import COMPANIONS, companion, find_damage
from mirror.diary.lock import FolderLock
from mirror.diary.means import MEANS, TRIGGERS, rebuild
from mirror.diary.opening import Refused, opened
from mirror.diary.reading import FILE_NAME
from mirror.diary.wording import counted
from mirror.grammar import listed
from mirror.language import plural, translate
from mirror.problem import Problem

#: What SQLite and sqlite-utils keep for themselves.
_INNER: Final = ("sqlite_", "_sqlite_")


@dataclass(frozen=True, slots=True)
class Traces:
    """What there is to forget in one folder."""

    folder: Path
    sessions: int
    copies: tuple[Path, ...]
    """Dated copies, and what an interrupted one left behind."""
    set_aside: tuple[Path, ...]
    """Damaged logs."""

    @property
    def any(self) -> bool:
        return (self.folder / FILE_NAME).exists() or bool(self.copies or self.set_aside)


def traces(folder: Path, before: date | None = None) -> Traces:
    """What :func:`forget` would take away.  A damaged log counts no sessions."""
    return Traces(
        folder,
        _sessions(folder / FILE_NAME, before),
        tuple(sorted((folder / FOLDER).glob("mirror-*.db*"))) if (folder / FOLDER).is_dir() else (),
        tuple(sorted(folder.glob(f"{FILE_NAME}.damaged-*"))),
    )


def to_be_forgotten(found: Iterable[Traces], films: int) -> str:
    """What will be gone, in a sentence."""
    each = list(found)
    sessions = sum(one.sessions for one in each)
    copies, aside = sum(len(one.copies) for one in each), sum(len(one.set_aside) for one in each)
    parts = [counted(plural("{count} session", "{count} sessions", sessions), sessions)]
    if copies:
        parts.append(counted(plural("{count} copy", "{count} copies", copies), copies))
    if aside:
        parts.append(counted(plural("{count} damaged file", "{count} damaged files", aside), aside))
    if films:
        parts.append(counted(plural("{count} film of your own half", "{count} films of your own half", films), films))
    return translate("This will be gone for good: {what}, and everything kept with them.").format(what=listed(parts))


def forget(folder: Path, before: date | None = None) -> None:
    """Take away every row of the log, or those of the days before ``before``; with all copies and all damaged logs.

    The file is written anew without them (VACUUM), and nothing waits beside it afterwards.  What is left of days from
    ``before`` on keeps its numbers; so does the plan that was in force then.  Raises Problem while a mirror writes
    there, and where the disk refuses.
    """
    path = folder / FILE_NAME
    with FolderLock(folder):
        if find_damage(path) is not None and before is not None:
            raise Problem(
                f"The log {path} is damaged, so its days cannot be told apart: start the mirror once, which mends it, "
                "or forget everything."
            )
        found = traces(folder)
        try:
            for one in (*found.copies, *found.set_aside):
                one.unlink(missing_ok=True)
            if find_damage(path) is not None:
                for suffix in COMPANIONS:
                    companion(path, suffix).unlink(missing_ok=True)
        except OSError as error:
            raise Problem(
                f"{error.filename} could not be deleted ({error.strerror}): give this account the right to write there."
            ) from error
        if path.exists():
            _erase(path, before)


def _sessions(path: Path, before: date | None) -> int:
    if not path.is_file() or path.stat().st_size == 0 or find_damage(path) is not None:
        return 0
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5.0)) as db:
        until = "9999-12-31" if before is None else before.isoformat()
        return int(db.execute("SELECT count(*) FROM sessions WHERE local_day < ?", (until,)).fetchone()[0])


def _erase(path: Path, before: date | None) -> None:
    with closing(opened(path)) as db:
        try:
            db.execute("PRAGMA secure_delete = ON")
            db.execute("PRAGMA foreign_keys = OFF")
            with db.atomic():
                _delete(db, before)
            db.execute("VACUUM")
            busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error as error:
            raise Refused(path, error) from error
    if busy:
        raise Problem(f"Another program is reading the log {path}: close it, and forget once more to complete it.")


def _delete(db: Database, before: date | None) -> None:
    """The rows themselves.  The triggers of the means would reckon them anew for each row: they are reckoned once."""
    for trigger in TRIGGERS:
        db.execute(f"DROP TRIGGER {trigger}")
    tables = [table for table in db.table_names() if not table.startswith(_INNER) and table != MEANS]
    for table in tables:
        if before is None:
            db.execute(f"DELETE FROM {table}")
        elif table != "runs" and "local_day" in {column.name for column in db.table(table).columns}:
            db.execute(f"DELETE FROM {table} WHERE local_day < :day AND {_KEPT.get(table, 'TRUE')}", _days(before))
    if before is not None:
        _delete_what_hangs_loose(db, tables, before)
    rebuild(db)
    for trigger in TRIGGERS.values():
        db.execute(trigger)


def _days(before: date) -> dict[str, str]:
    return {"day": before.isoformat()}


#: Of the plans before that day the one that was in force on it is still needed.
_KEPT: Final = {
    "plans": """id <> (SELECT id FROM plans WHERE local_day <= :day ORDER BY local_day DESC, id DESC LIMIT 1)"""
}


def _delete_what_hangs_loose(db: Database, tables: list[str], before: date) -> None:
    """Parts of rows that are gone, the originals of mended ones, and runs of which nothing is left."""
    db.execute(f"DELETE FROM {MEANS}")
    while loose := db.execute("PRAGMA foreign_key_check").fetchall():
        for table, row_id, *_ in loose:
            db.execute(f"DELETE FROM {table} WHERE rowid = ?", (row_id,))
    for table in tables:
        db.execute(f"DELETE FROM repairs WHERE of_table = ? AND of_id NOT IN (SELECT id FROM {table})", (table,))
    uses = " UNION ".join(
        f"SELECT run_id FROM {table}"
        for table in tables
        if "run_id" in {column.name for column in db.table(table).columns}
    )
    db.execute(f"DELETE FROM runs WHERE local_day < :day AND id NOT IN ({uses})", _days(before))
