"""Reading the log without being able to change it, while the mirror goes on writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from mirror.diary.damage import companion
from mirror.problem import Problem

FILE_NAME: Final = "mirror.db"
"""The log, in the data directory."""


@contextmanager
def reading(data_dir: Path) -> Iterator[sqlite3.Connection | None]:
    """The log of ``data_dir``, opened read-only; None when there is none yet.

    What is read inside one ``with`` is one state of the log, whatever is written meanwhile.  Raises Problem when it
    cannot be read.
    """
    path = data_dir / FILE_NAME
    try:
        if not path.exists() or path.stat().st_size == 0:
            yield None
            return
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode={_mode(path)}", uri=True, timeout=5.0)) as db:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA query_only = 1")
            db.execute("BEGIN")
            yield db
    except (OSError, sqlite3.Error) as error:
        raise Problem(
            f"The log {path} cannot be read ({error}). "
            "Nothing was changed. If it is damaged, the mirror sets it aside when it next starts."
        ) from error


def _mode(path: Path) -> str:
    """How SQLite is to open the file; ``query_only`` keeps every reader from changing a row.

    A connection that may only read leaves the two files behind that it makes beside a log in WAL mode; one that may
    write takes them away when it is the last to close.  Where rows wait in the -wal already, a mirror is writing or was
    cut off: closing could then move them into the log, which is for the mirror to do, after it has looked for damage.
    """
    waiting = companion(path, "-wal")
    return "ro" if waiting.exists() and waiting.stat().st_size > 0 else "rw"
