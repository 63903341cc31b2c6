"""Opening the log for writing: durable before anything else, and with the tables of this version."""

import sqlite3
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from mirror.diary.damage import primary_code, tells_damage
from mirror.diary.schema import migrations, unknown_migrations
from mirror.problem import Problem

#: How long to wait for another process that is using the file.
BUSY_TIMEOUT_MS: Final = 5000
#: WAL lets the caregiver read while the mirror writes.  With synchronous=FULL (2) each commit reaches the disk before
#: it returns; with NORMAL the newest rows may roll back when the plug is pulled (sqlite.org/pragma.html).
PRAGMAS: Final = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_TIMEOUT_MS}


_FREE_SPACE: Final = "Free some space there"
#: What helps, by SQLite's primary result code (sqlite.org/rescode.html), where it is not space.
_WAYS_OUT: Final = {
    sqlite3.SQLITE_BUSY: "Close the program that has it open",
    sqlite3.SQLITE_LOCKED: "Close the program that has it open",
    sqlite3.SQLITE_READONLY: "Give this account the right to write there",
    sqlite3.SQLITE_PERM: "Give this account the right to write there",
    sqlite3.SQLITE_CANTOPEN: "Move away what stands there, give this account the right to write there",
}


class Refused(Problem):
    """The disk did not take a record.  ``damaged``: the file itself is broken, and trying again will not help."""

    def __init__(self, path: Path, error: sqlite3.Error) -> None:
        way_out = _WAYS_OUT.get(primary_code(error), _FREE_SPACE)
        super().__init__(
            f"The log {path} cannot be written ({error}). "
            f"{way_out}, or choose another folder with --data DIR (or MIRROR_DATA)."
        )
        self.damaged = tells_damage(error)


def opened(path: Path) -> Database:
    """The file, ready to be written."""
    try:
        db = Database(sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000), execute_plugins=False)
    except sqlite3.Error as error:
        raise Refused(path, error) from error
    try:
        _prepare(db, path)
    except sqlite3.Error as error:
        db.close()
        raise Refused(path, error) from error
    except Problem:
        db.close()
        raise
    return db


def _prepare(db: Database, path: Path) -> None:
    """Durability first, then the tables."""
    for name, value in PRAGMAS.items():
        db.execute(f"PRAGMA {name} = {value}")
        found = db.execute(f"PRAGMA {name}").fetchone()[0]
        if found != value:
            raise Problem(
                f"The log {path} cannot be kept safely: its disk does not support SQLite's {name} = {value}. "
                "Choose a folder on a local disk with --data DIR (or MIRROR_DATA)."
            )
    if unknown := unknown_migrations(db):
        raise Problem(
            f"The log {path} was written by a newer version of the mirror (it has {', '.join(unknown)}). "
            "Install that version again, or choose another folder with --data DIR (or MIRROR_DATA)."
        )
    if db.table_names() and not migrations.applied(db):
        raise Problem(
            f"The file {path} is a database of another program. "
            "Move it, or choose another folder with --data DIR (or MIRROR_DATA)."
        )
    migrations.apply(db)
    with db.atomic():  # a file that can only be read says so now, not at the first repetition
        db.execute("UPDATE runs SET id = id WHERE 0")
