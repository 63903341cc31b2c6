"""Deleting the log on request, so that no file of it holds what was forgotten."""

import re
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
from mirror.diary.schema import name_anew
from mirror.diary.wording import counted
from mirror.grammar import listed
from mirror.language import plural, translate
from mirror.problem import Problem

#: What SQLite and sqlite-utils keep for themselves.
_INNER: Final = ("sqlite_", "_sqlite_")
#: As ``back_up_to`` names a copy, with what an interrupted one left behind.
_COPY: Final = re.compile(r"mirror-\d{4}-\d{2}-\d{2}(-\d+)?\.db(\.part)?(-wal|-shm|-journal)?")


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
        _copies(folder),
        tuple(sorted(folder.glob(f"{FILE_NAME}.damaged-*"))),
    )


def _copies(folder: Path) -> tuple[Path, ...]:
    """Those of the mirror, and those that were made by hand in the folder or in one below it that is no data folder."""
    if not folder.is_dir():
        return ()
    own = folder / FOLDER
    below = [place for place in folder.iterdir() if place.is_dir() and not (place / FILE_NAME).exists()]
    by_hand = [path for place in (folder, *below) for path in place.iterdir() if _COPY.fullmatch(path.name)]
    return tuple(sorted({*own.glob("mirror-*.db*"), *by_hand}))


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


def check_forgetting(folder: Path, before: date | None = None) -> None:
    """Raise Problem for what would keep :func:`forget` from its work here, before anything is gone anywhere."""
    with FolderLock(folder):
        path = folder / FILE_NAME
        if path.exists() and not _damaged(path, before):
            opened(path).close()


def forget(folder: Path, before: date | None = None) -> None:
    """Take away every row of the log, or those of the days before ``before``; with all copies and all damaged logs.

    The file is written anew without them (VACUUM), and nothing waits beside it afterwards.  What is left of days from
    ``before`` on keeps its numbers; so does the plan that was in force then, and the log its name.  Raises Problem
    while a mirror writes there, for the log of a newer version, of which nothing is taken away then, and where the disk
    refuses.
    """
    path = folder / FILE_NAME
    with FolderLock(folder):
        found = traces(folder)
        taken = [*found.copies, *found.set_aside]
        if _damaged(path, before):
            _unlink([*taken, *(companion(path, suffix) for suffix in COMPANIONS)])
        elif path.exists():
            _erase(path, before, taken)
        else:
            _unlink(taken)


def _damaged(path: Path, before: date | None) -> bool:
    """Whether the log is damaged.  Raises Problem where its days would have to be told apart."""
    if find_damage(path) is None:
        return False
    if before is not None:
        raise Problem(
            f"The log {path} is damaged, so its days cannot be told apart: start the mirror once, which mends it, "
            "or forget everything."
        )
    return True


def _unlink(files: Iterable[Path]) -> None:
    try:
        for one in files:
            one.unlink(missing_ok=True)
    except OSError as error:
        raise Problem(
            f"{error.filename} could not be deleted ({error.strerror}): give this account the right to write there, "
            "and forget once more."
        ) from error


def _sessions(path: Path, before: date | None) -> int:
    if not path.is_file() or path.stat().st_size == 0 or find_damage(path) is not None:
        return 0
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5.0)) as db:
            until = "9999-12-31" if before is None else before.isoformat()
            return int(db.execute("SELECT count(*) FROM sessions WHERE local_day < ?", (until,)).fetchone()[0])
    except sqlite3.Error:
        return 0  # of another program or version: ``check_forgetting`` says what it is


def _erase(path: Path, before: date | None, copies: Iterable[Path]) -> None:
    """The rows, then ``copies``, which makes room, then what the rows left in the file, by writing it anew."""
    with closing(opened(path)) as db:
        try:
            db.execute("PRAGMA secure_delete = ON")
            db.execute("PRAGMA foreign_keys = OFF")
            with db.atomic():
                _delete(db, before)
            _unlink(copies)
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
    if before is None:
        name_anew(db)  # nothing ties what comes to what was forgotten
    else:
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
