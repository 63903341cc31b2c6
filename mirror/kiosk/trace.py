"""What happened, one JSON object per line and event, for scripts and tests (``--trace FILE``)."""

import json
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

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
    """Writes each event at once, so that a killed mirror leaves all it said."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: IO[str] = path.open("w", encoding="utf-8", buffering=1)
        except OSError as error:
            raise Problem(f"--trace {path} cannot be written ({error.strerror}): choose another file.") from error

    def event(self, t_s: float, kind: str, **what: object) -> None:
        self._file.write(json.dumps({"t": round(t_s, 3), "event": kind, **what}, ensure_ascii=False) + "\n")

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
