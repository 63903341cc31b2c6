"""The copy of the log that the running mirror makes once a day, beside everything else."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from mirror.diary.backup import FOLDER, back_up_of_day, copies
from mirror.diary.stamp import Stamp
from mirror.problem import Problem

#: After the start, when the mirror has other things to do.
FIRST_S: Final = 120.0
#: How often it is looked whether a new day has begun.
EVERY_S: Final = 1800.0


class DailyBackup:
    """Looks now and then whether today's copy is there.  A thread of its own: neither picture nor log waits for it."""

    def __init__(
        self,
        data_dir: Path,
        now: Callable[[], Stamp],
        tell: Callable[[str], None],
        first_s: float = FIRST_S,
        every_s: float = EVERY_S,
    ) -> None:
        """``tell`` hears why a copy could not be made, once a day; it is called in the thread."""
        self._data_dir = data_dir
        self._now = now
        self._tell = tell
        self._waits = (first_s, every_s)
        self._told: date | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="backup", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """A copy that is being made is let go: it has no name yet, and the next one clears it up."""
        self._closing.set()

    def look(self) -> None:
        """Make today's copy if it is not there."""
        today = date.fromisoformat(self._now().local_day)
        if today in dict(copies(self._data_dir / FOLDER)):
            return
        try:
            back_up_of_day(self._data_dir, today)
        except Problem as problem:
            if self._told != today:
                self._told = today
                self._tell(str(problem))

    def _work(self) -> None:
        first_s, every_s = self._waits
        wait_s = first_s
        while not self._closing.wait(wait_s):
            self.look()
            wait_s = every_s
