"""Copies of the log: whole, checked, and on the disk before they have their name.

SQLite's own backup reads one state of the log while the mirror goes on writing (sqlite.org/backup.html).
"""

import fcntl
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Final

from mirror.diary.damage import COMPANIONS, companion, find_damage, synced, tells_damage
from mirror.diary.reading import FILE_NAME, no_log
from mirror.problem import Problem

#: Below the data directory.
FOLDER: Final = "backups"
_NAMED: Final = re.compile(r"mirror-(\d{4}-\d{2}-\d{2})\.db")
#: How many of the newest days, and of the newest weeks, keep a copy.
DAYS: Final = 7
WEEKS: Final = 8
#: What must be free beside the copy: room for the log to go on growing.
SPARE_BYTES: Final = 16_000_000


def worth_keeping(days: Iterable[date]) -> frozenset[date]:
    """Of the days with a copy: the newest seven, and the last of each of the newest eight weeks."""
    newest_first = sorted(days, reverse=True)
    last_of_week: dict[tuple[int, int], date] = {}
    for day in newest_first:
        last_of_week.setdefault(day.isocalendar()[:2], day)
    return frozenset((*newest_first[:DAYS], *list(last_of_week.values())[:WEEKS]))


def back_up_of_day(data_dir: Path, day: date) -> Path:
    """Today's copy in the folder of copies, in the place of an earlier one of today; those beyond their time go.

    Raises Problem where it cannot be made, in words for people.
    """
    log, folder = data_dir / FILE_NAME, data_dir / FOLDER
    _there(log)
    try:
        folder.mkdir(exist_ok=True)
        target = folder / f"mirror-{day.isoformat()}.db"
        _copy(log, target)
        known = dict(copies(folder))
        for old in known.keys() - worth_keeping(known) - {day}:
            known[old].unlink()
    except OSError as error:
        raise _refused(folder, error) from error
    return target


def back_up_to(data_dir: Path, folder: Path, day: date) -> Path:
    """A copy in a folder of choice, as on a stick; it never takes the place of another file.

    Raises Problem where it cannot be made, in words for people.
    """
    if not folder.is_dir():
        raise Problem(f"--to {folder} is no folder: name one that is there, as that of a USB stick.")
    if folder.resolve().is_relative_to(data_dir.resolve()):
        raise Problem(
            f"--to {folder} is in the data folder, so a copy there would be lost with it: name another, as that of a "
            "USB stick; without --to the mirror's own copy of today is made anew."
        )
    target, count = folder / f"mirror-{day.isoformat()}.db", 1
    while target.exists():
        count += 1
        target = folder / f"mirror-{day.isoformat()}-{count}.db"
    try:
        _copy(data_dir / FILE_NAME, target)
    except OSError as error:
        raise _refused(folder, error) from error
    return target


def copies(folder: Path) -> Iterator[tuple[date, Path]]:
    """The dated copies in a folder, by their names; nothing else in it counts."""
    for path in sorted(folder.glob("mirror-*.db")) if folder.is_dir() else ():
        if named := _NAMED.fullmatch(path.name):
            with suppress(ValueError):  # the 31st of February is somebody else's file
                yield date.fromisoformat(named[1]), path


def newest_good(folder: Path) -> Path | None:
    """The copy that holds most of the log and is whole; None where there is none.

    Which one is the newest is told by its rows, not by its name: the clock may have been wrong on that day.
    """
    reaching = ((_reach(path), path) for _, path in copies(folder))
    furthest_first = sorted(((reach, path) for reach, path in reaching if reach is not None), reverse=True)
    return next((path for _, path in furthest_first if find_damage(path) is None), None)


def _reach(path: Path) -> tuple[int, ...] | None:
    """How far a copy goes; None where it cannot be read or is no log."""
    newest = "SELECT " + ", ".join(
        f"(SELECT coalesce(max(id), 0) FROM {table})" for table in ("runs", "sessions", "repetitions", "answers")
    )
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            return tuple(db.execute(newest).fetchone())
    except sqlite3.Error:
        return None


def _copy(log: Path, target: Path) -> None:
    """Raises OSError where the system refuses, Problem for the rest; then nothing is left behind."""
    _there(log)
    _make_room(log, target.parent)
    unfinished = companion(target, ".part")
    with _alone(unfinished):
        _filled(log, unfinished)
        if (damage := find_damage(unfinished)) is not None:
            raise _damaged(log, damage)
        synced(unfinished)
        unfinished.replace(target)
        synced(target.parent)


def _there(log: Path) -> None:
    """Raises Problem where there is nothing to copy."""
    if not log.is_file() or log.stat().st_size == 0:
        raise no_log(log.parent)


@contextmanager
def _alone(unfinished: Path) -> Iterator[None]:
    """A new, empty file that nobody else fills meanwhile; what an interrupted copy left there gives way.

    It is gone afterwards, unless it has got another name.
    """
    handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _locked(handle, unfinished):
            raise Problem("A copy of the log is being made right now: try again in a moment.")
        os.ftruncate(handle, 0)
        try:
            yield
        finally:
            for suffix in COMPANIONS:
                companion(unfinished, suffix).unlink(missing_ok=True)
    finally:
        os.close(handle)


def _locked(handle: int, path: Path) -> bool:
    """Take the file (flock); not one that somebody else holds, or has given its name to meanwhile."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(handle), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _make_room(log: Path, folder: Path) -> None:
    needed = sum(path.stat().st_size for suffix in COMPANIONS if (path := companion(log, suffix)).exists())
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE_BYTES:
        megabytes = (needed + SPARE_BYTES - free) // 1_000_000 + 1
        raise Problem(f"{folder} has too little room for a copy of the log: free {megabytes} MB there.")


def _filled(log: Path, unfinished: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{log.resolve().as_uri()}?mode=ro", uri=True, timeout=5.0)) as source,
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, which can be read where nothing can be written
    except sqlite3.Error as error:
        if tells_damage(error):
            raise _damaged(log, str(error)) from error
        raise Problem(f"The log {log} could not be copied to {unfinished.parent} ({error}): try again.") from error


def _damaged(log: Path, damage: str) -> Problem:
    return Problem(
        f"The log {log} is damaged ({damage}), so it was not copied: start the mirror once. It sets the damaged file "
        "aside and goes on from the newest good copy."
    )


def _refused(folder: Path, error: OSError) -> Problem:
    return Problem(
        f"A copy of the log cannot be written in {folder} ({error.strerror}): "
        "give this account the right to write there, or name another folder with --to DIR."
    )
