"""A damaged log is set aside under a dated name.  It is never deleted and never overwrites another one."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

#: SQLite keeps parts of a database beside it while it is in use.  What is set aside keeps them under its own name, so
#: that SQLite still finds what they hold.
COMPANIONS: Final = ("", "-wal", "-shm", "-journal")
_DAMAGE_CODES: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
#: The low byte of an extended result code is its primary code; sqlite.org/rescode.html.
_PRIMARY: Final = 0xFF


def tells_damage(error: sqlite3.Error) -> bool:
    """Whether an error of SQLite means that the file itself is damaged, not that the disk refuses for now."""
    return primary_code(error) in _DAMAGE_CODES


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's result code without its details; 0 where the error is not SQLite's own."""
    code = getattr(error, "sqlite_errorcode", 0)
    return int(code) & _PRIMARY


def find_damage(path: Path) -> str | None:
    """What is damaged about a database file, or None.

    Reads only: a connection that may write would clear up beside a damaged file when it closes.  A file that cannot be
    read for another reason is not called damaged here; opening it for writing says what the reason is.
    """
    if not path.exists() or path.stat().st_size == 0:
        # SQLite would take the file for a new one and delete the rows that still wait in the log beside it.
        beside = companion(path, "-wal")
        return "the file is empty" if beside.exists() and beside.stat().st_size > 0 else None
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5.0)) as db:
            db.text_factory = _any_text
            found = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return str(error) if tells_damage(error) else None
    return None if found == "ok" else found


def _any_text(raw: bytes) -> str:
    """A damaged file may hold anything."""
    return raw.decode(errors="replace")


def companion(path: Path, suffix: str) -> Path:
    """The file SQLite keeps beside ``path``."""
    return path.with_name(path.name + suffix)


def set_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged database and what belongs to it; returns its new name.  Raises OSError where that is refused."""
    dated = companion(path, f".damaged-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    aside, count = dated, 1
    while any(companion(aside, suffix).exists() for suffix in COMPANIONS):
        count += 1
        aside = companion(dated, f"-{count}")
    for suffix in COMPANIONS:
        if companion(path, suffix).exists():
            companion(path, suffix).rename(companion(aside, suffix))
    synced(path.parent)  # the new names survive a pulled plug
    return aside


def synced(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
