"""What happened, one JSON object per line and event, for scripts and tests (``--trace FILE``)."""

import fcntl
import json
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from mirror.on_request import Kind, open_already, refuse_other_file
from mirror.problem import Problem


class Trace(Protocol):
    """Takes events."""

    def event(self, t_s: float, kind: str, **what: object) -> None:
        """One event at a monotonic time."""


class NoTrace:
    """For a mirror nobody watches."""

    def event(self, t_s: float, kind: str, **what: object) -> None:
        """Nothing is kept."""


class FileTrace:
    """Writes each event at once, so that a killed mirror leaves all it said.

    A trace is for whoever watches; a session does not end with it.  Where the disk takes no more, ``say`` hears so once
    and the rest of the trace is missing.
    """

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        """Begins the file anew.

        Raises Problem when it cannot be written, when it is no trace, and when another mirror writes it.
        """
        self._path = path
        self._say = say
        refuse_other_file("--trace", path, Kind.TRACE)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Not emptied by opening: it may be the trace of a mirror that is running.
            descriptor = open_already(path)
            place = path if descriptor is None else os.dup(descriptor)
            self._file: IO[str] | None = open(place, "a", encoding="utf-8", buffering=1)  # noqa: SIM115
            if descriptor is None and stat.S_ISREG(os.fstat(self._file.fileno()).st_mode):
                self._begin_anew(self._file)
        except OSError as error:
            raise Problem(f"--trace {path} cannot be written ({error.strerror}): choose another file.") from error

    def event(self, t_s: float, kind: str, **what: object) -> None:
        if self._file is None:
            return
        try:
            self._file.write(json.dumps({"t": round(t_s, 3), "event": kind, **what}, ensure_ascii=False) + "\n")
        except OSError as error:
            self._give_up(self._file, error)

    def close(self) -> None:
        if self._file is None:
            return
        try:
            self._file.close()
        except OSError as error:
            self._give_up(self._file, error)

    def _begin_anew(self, file: IO[str]) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise Problem(f"Another mirror is writing --trace {self._path}: choose another file.") from error
        file.truncate(0)

    def _give_up(self, file: IO[str], error: OSError) -> None:
        self._file = None
        with suppress(OSError):  # it would try once more to write what the disk has just refused
            file.close()
        self._say(f"--trace {self._path} ends here, it cannot be written any more ({error.strerror}).")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
