"""What caregivers tick and write, on its way to the log: the page appends, the mirror reads.

One JSON object per line, each on the disk before the page says that it was kept.  A line that is not whole yet, because
the plug was pulled or because it is just being written, waits: the reader takes whole lines only, and the next writer
ends a torn one.  Every entry has an id, so that nothing is taken twice.

Whoever changes it holds a lock on its folder (flock) for that moment, and what takes entries out writes the file anew:
so nothing that is called kept is lost beside it, and a pulled plug leaves the old file or the new one.
"""

import fcntl
import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Final

from mirror.caregiver.kept import has_texts
from mirror.diary.stamp import Stamp
from mirror.problem import Problem
from mirror.therapy.timetable import Duty
from models.durable import write_whole

#: Of a note, in letters; longer ones are refused with a sentence.
MOST_LETTERS: Final = 500
#: Of a line in bytes: a note of letters that each take six in JSON, and what stands around it.
_LONGEST_LINE: Final = 8 * 1024
#: The file does not grow beyond this: months of notes.
MOST_BYTES: Final = 1024 * 1024
#: From here on the page lets go of what the log has before it writes more: the file is read for every page.
LONG_BYTES: Final = 64 * 1024


#: What can be ticked: a practice cannot.
CARES: Final = (Duty.EYE_DAY, Duty.EYE_NIGHT)


class Kind(Enum):
    """What an entry is."""

    CARE = "eye care"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Entry:
    """One tick, or one note."""

    id: str
    kind: Kind
    stamp: Stamp
    duty: Duty | None = None
    """Of a tick: which eye care was given."""
    text: str = ""
    """Of a note."""


def tick(duty: Duty, stamp: Stamp) -> Entry:
    """Eye care was given now."""
    return Entry(secrets.token_hex(16), Kind.CARE, stamp, duty=duty)


def note(text: str, stamp: Stamp) -> Entry:
    """Somebody writes a note now."""
    return Entry(secrets.token_hex(16), Kind.NOTE, stamp, text=text)


class Full(Exception):
    """The mirror has not read the inbox for so long that nothing more goes into it."""


def append(path: Path, entry: Entry) -> None:
    """Keep an entry; when this returns it is on the disk.  Raises OSError where that refuses, and Full."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path):
        _append(path, _line(entry))


def _append(path: Path, line: bytes) -> None:
    made = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
    try:
        size = os.fstat(handle).st_size
        if size + len(line) > MOST_BYTES:
            raise Full
        torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        whole = b"\n" + line if torn else line
        if os.write(handle, whole) < len(whole):
            os.ftruncate(handle, size)
            raise OSError(28, "No space left on device", str(path))
        os.fsync(handle)
    finally:
        os.close(handle)
    if made:
        _sync_folder(path.parent)


def entries(content: bytes) -> tuple[Entry, ...]:
    """The whole lines of an inbox, in order.  What is no entry, as the remains of a torn line, is passed over."""
    lines = content.split(b"\n")[:-1]
    return tuple(entry for line in lines if (entry := _entry(line)) is not None)


def read(path: Path) -> tuple[Entry, ...]:
    """Everything in the file; nothing while there is none.  Raises OSError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return entries(file.read(MOST_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        return ()


def tidy(path: Path, known: frozenset[str]) -> None:
    """Let go of the entries that the log has.  Raises OSError where the disk refuses; then the file is as it was."""
    _leave(path, lambda entry: entry.id not in known)


def is_long(path: Path) -> bool:
    """Whether there is so much in it that it is worth letting go of what the log has."""
    return path.is_file() and path.stat().st_size >= LONG_BYTES


def forget(path: Path, before: date | None) -> None:
    """Take away every entry, or those of the days before ``before``: the mirror would take them into the log once more.

    The file keeps its owner, because the page writes it.  Raises Problem where it cannot be changed.
    """
    try:
        _leave(path, lambda entry: before is not None and entry.stamp.local_day >= str(before))
    except OSError as error:
        raise Problem(
            f"{path} cannot be emptied ({error.strerror}): run this as the user who may change it."
        ) from error


def taken(db: sqlite3.Connection) -> frozenset[str]:
    """The entries that the log has; ``db`` comes from ``mirror.diary.reading``."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'notes'").fetchone():
        return frozenset()
    rows = db.execute(
        "SELECT entry FROM notes WHERE entry IS NOT NULL UNION SELECT entry FROM duties WHERE entry IS NOT NULL"
    )
    return frozenset(row[0] for row in rows)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else changes the file meanwhile; not even who has found it before it was written anew."""
    handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _leave(path: Path, stays: Callable[[Entry], bool]) -> None:
    """Write the file anew with the entries that stay, and without what is none, as the remains of a torn line."""
    if not path.is_file():
        return
    with _alone(path):
        found = path.stat()
        content = b"".join(_line(entry) for entry in read(path) if stays(entry))
        if len(content) < found.st_size:
            write_whole(path, content, owner=(found.st_uid, found.st_gid))


def _line(entry: Entry) -> bytes:
    return json.dumps(_as_json(entry), ensure_ascii=False).encode("utf-8") + b"\n"


def _as_json(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "duty": None if entry.duty is None else entry.duty.value,
        "text": entry.text,
        "stamp": asdict(entry.stamp),
    }


def _entry(line: bytes) -> Entry | None:
    """One line; None when it is not one of this program's."""
    if len(line) > _LONGEST_LINE:
        return None
    try:
        found: Any = json.loads(line)
        if not has_texts(found, "id", "kind", "text"):
            return None
        kind, duty = Kind(found["kind"]), found.get("duty")
        entry = Entry(
            id=found["id"],
            kind=kind,
            stamp=_stamp(found["stamp"]),
            duty=None if duty is None else Duty(duty),
            text=found["text"],
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    fits = entry.duty in CARES if kind is Kind.CARE else entry.duty is None
    return entry if fits else None


def _stamp(found: Any) -> Stamp:
    """Raises KeyError and TypeError for what is no stamp."""
    at_s, synced = found["monotonic_s"], found["clock_synced"]
    if not has_texts(found, "at_utc", "local_day", "boot_id") or not isinstance(at_s, int | float):
        raise TypeError
    return Stamp(found["at_utc"], found["local_day"], found["boot_id"], float(at_s), synced is True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
