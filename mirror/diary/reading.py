"""Reading the log without being able to change it, while the mirror goes on writing."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import Enum
from pathlib import Path
from typing import Final

from mirror.diary.damage import companion, tells_damage
from mirror.problem import Problem

FILE_NAME: Final = "mirror.db"
"""The log, in the data directory."""
MIGRATIONS: Final = "mirror.diary"
"""The name under which the file records what it has been through."""


class Access(Enum):
    """What opening the log may do to the files beside it; no reader ever changes a row."""

    TIDY = "rw"
    """Whoever closes it last takes them away."""
    ONLY_READ = "ro"
    """The page in the network: its process cannot write the log, whatever goes wrong in it."""


@contextmanager
def reading(data_dir: Path, access: Access = Access.TIDY) -> Iterator[sqlite3.Connection | None]:
    """The log of ``data_dir``, opened read-only; None when there is none yet.

    What is read inside one ``with`` is one state of the log, whatever is written meanwhile.  Raises Problem when it
    cannot be read, and when the file is no log.
    """
    path = data_dir / FILE_NAME
    try:
        if path.is_symlink() and not path.exists():
            raise Problem(f"{path} is a link to {path.readlink()}, which is not there: mend the link or remove it.")
        if not path.exists() or (path.is_file() and path.stat().st_size == 0):
            yield None
            return
        if not path.is_file():
            raise Problem(f"{path} is no file, so it is not the mirror's log: move it away.")
        with path.open("rb"):
            pass  # SQLite does not say why it cannot open a file; the system does
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?{_mode(path, access)}", uri=True, timeout=5.0)) as db:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA query_only = 1")
            db.execute("BEGIN")
            if not _is_log(db):
                raise Problem(
                    f"The file {path} is a database of another program, not the mirror's log: "
                    "move it away, or choose another folder with --data DIR (or MIRROR_DATA)."
                )
            yield db
    except OSError as error:
        raise Problem(
            f"The log {path} cannot be read ({error.strerror}): let this user read it. Nothing was changed."
        ) from error
    except sqlite3.Error as error:
        raise Problem(f"The log {path} cannot be read ({error}): {_way_out(error)} Nothing was changed.") from error


@contextmanager
def reading_what_is_there(data_dir: Path) -> Iterator[sqlite3.Connection]:
    """The same where only a log will do.  Raises Problem also when there is none yet: the folder may be mistyped."""
    with reading(data_dir) as db:
        if db is None:
            raise no_log(data_dir)
        yield db


def no_log(data_dir: Path) -> Problem:
    """What to say where somebody wants something of a log that is not there."""
    return Problem(
        f"There is no log in {data_dir}: it begins with the first session. "
        "Where it lies elsewhere, name its folder with --data DIR (or MIRROR_DATA)."
    )


def _is_log(db: sqlite3.Connection) -> bool:
    """Whether a database is a mirror's log; one without tables may become one.

    Asked in plain SQL: the library that keeps the migrations takes longer to load than a day's page takes to read.
    """
    tables = {row["name"] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "_sqlite_migrations" not in tables:
        return not tables
    applied = db.execute("SELECT count(*) FROM _sqlite_migrations WHERE migration_set = ?", (MIGRATIONS,)).fetchone()
    return bool(applied[0])


def _mode(path: Path, access: Access) -> str:
    """How SQLite is to open the file; ``query_only`` keeps every reader from changing a row.

    A connection that may only read leaves the two files behind that it makes beside a log in WAL mode; one that may
    write takes them away when it is the last to close.  Where rows wait in the -wal already, a mirror is writing or was
    cut off: closing could then move them into the log, which is for the mirror to do, after it has looked for damage.

    Where this user may write neither, SQLite could not make the two files and would refuse.  If a mirror of another
    user has made them, they are used; else nothing waits beside the file, and it is read as it stands.
    """
    waiting, index = companion(path, "-wal"), companion(path, "-shm")
    if waiting.exists() and waiting.stat().st_size > 0:
        return "mode=ro"
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return f"mode={access.value}"
    return "mode=ro" if waiting.exists() and index.exists() else "mode=ro&immutable=1"


def _way_out(error: sqlite3.Error) -> str:
    if tells_damage(error):
        return "it is damaged, and the mirror sets it aside when it next starts."
    if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
        return "copy its folder with everything in it to a place you may write to, and name that with --data."
    if str(error).startswith(("no such table", "no such column")):
        return "an earlier version of the mirror has written it; start the mirror once, which brings it up to date."
    return "try again in a moment."
