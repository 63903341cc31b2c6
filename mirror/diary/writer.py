"""Keeping records in order, whatever the disk does.

:class:`Writer` has a thread of its own, because a commit may take long on a memory card and the picture must never wait
for it.  :class:`InlineWriter` commits in the caller's thread, for simulated time.  Both have the same doors.
"""

import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Final

from mirror.diary.log import Log, Saved
from mirror.diary.opening import Refused
from mirror.diary.stamp import Stamp
from mirror.problem import Problem
from mirror.therapy.effects import Record

#: Pause between two tries while the disk refuses.
RETRY_S: Final = 2.0
#: How often it is looked whether the clock has become right while nothing is kept.
SETTLE_S: Final = 60.0

OpenLog = Callable[[], Log]
"""Opens the log and begins the run in it.  Called in the thread that writes; again after damage in the middle."""
_Write = Callable[[Log], tuple[Saved, ...]]


class _Backlog:
    """What waits to be written, and what became of what was."""

    def __init__(self, open_log: OpenLog) -> None:
        self._open_log = open_log
        self._log: Log | None = None
        self._changed = threading.Condition()
        self._waiting: deque[_Write] = deque()
        self._saved: list[Saved] = []
        self._tried = False
        self._problem: Problem | None = None
        self._notice: str | None = None

    def submit(self, record: Record, stamp: Stamp) -> None:
        """Hand over a record.  It is saved when :meth:`saved` says so."""
        self._add(partial(_keep, record=record, stamp=stamp))

    def end_run(self, stamp: Stamp) -> None:
        """Hand over the orderly end of this run; :meth:`close` follows."""
        self._add(partial(_end_run, stamp=stamp))

    def saved(self) -> list[Saved]:
        """The rows that have reached the disk since this was last asked, in order."""
        with self._changed:
            saved, self._saved = self._saved, []
            return saved

    @property
    def unsaved(self) -> int:
        """How many records wait in memory because the disk refuses them; 0 while all is well."""
        with self._changed:
            return 0 if self._problem is None else len(self._waiting)

    @property
    def fault(self) -> str | None:
        """Why nothing can be written now, as a sentence, or None."""
        with self._changed:
            return None if self._problem is None else str(self._problem)

    @property
    def notice(self) -> str | None:
        """What was found when the log was opened, as a sentence, or None."""
        with self._changed:
            return self._notice

    def opened(self, timeout_s: float = 60.0) -> None:
        """Wait for the first try to open the log.  Raises its Problem, so that a start can be refused.

        When the disk takes longer than ``timeout_s`` seconds, this returns and the records wait in memory.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._tried, timeout_s)
            if self._problem is not None and self._log is None:
                raise self._problem

    def _left(self) -> int:
        with self._changed:
            return len(self._waiting)

    def _add(self, write: _Write) -> None:
        with self._changed:
            self._waiting.append(write)
            self._changed.notify_all()

    def _flush(self) -> None:
        """Write what waits, oldest first, until nothing does or the disk refuses."""
        try:
            log = self._open()
            while (write := self._oldest()) is not None:
                self._done(write(log))
            self._settle(log)
        except Problem as problem:
            if isinstance(problem, Refused) and problem.damaged:
                self._shut()  # opening again sets the damaged file aside
            self._tell(problem)
        else:
            self._tell(None)

    def _settle(self, log: Log) -> None:
        """What the log has to do when nothing waits."""

    def _open(self) -> Log:
        if self._log is None:
            self._log = self._open_log()
            with self._changed:
                self._notice = self._log.notice or self._notice
        return self._log

    def _oldest(self) -> _Write | None:
        with self._changed:
            return self._waiting[0] if self._waiting else None

    def _done(self, saved: tuple[Saved, ...]) -> None:
        with self._changed:
            self._waiting.popleft()
            self._saved.extend(saved)

    def _tell(self, problem: Problem | None) -> None:
        with self._changed:
            self._problem = problem
            self._tried = True
            self._changed.notify_all()

    def _shut(self) -> None:
        if self._log is not None:
            self._log.close()
            self._log = None


class InlineWriter(_Backlog):
    """Commits at once, in the caller's thread."""

    def __init__(self, open_log: OpenLog) -> None:
        super().__init__(open_log)
        self._flush()

    def close(self) -> int:
        """Write what waits, as far as the disk allows, and close the file; how many records could not be written."""
        self._flush()
        self._shut()
        return self._left()

    def _add(self, write: _Write) -> None:
        super()._add(write)
        self._flush()


class Writer(_Backlog):
    """Commits in a thread of its own, which alone owns the connection."""

    def __init__(
        self,
        open_log: OpenLog,
        retry_s: float = RETRY_S,
        now: Callable[[], Stamp] | None = None,
        settle_s: float = SETTLE_S,
    ) -> None:
        """``now`` tells whether the clock has become right; without it that is seen at the next record."""
        super().__init__(open_log)
        self._retry_s = retry_s
        self._now = now
        self._settle_s = settle_s
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="diary", daemon=True)
        self._thread.start()

    @property
    def works(self) -> bool:
        """Whether the thread is there; a disk that refuses does not end it."""
        return self._thread.is_alive()

    def close(self, timeout_s: float = 10.0) -> int:
        """Write what waits, as far as the disk allows, and close the file; how many records could not be written.

        Waits at most ``timeout_s`` seconds.
        """
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(timeout_s)
        return self._left()

    def _work(self) -> None:
        try:
            while not self._closing:
                self._flush()
                self._pause()
            self._flush()
            self._shut()
        except BaseException as error:
            self._tell(Problem(f"The log has stopped ({error!r}). Start the mirror again to go on saving."))
            raise

    def _settle(self, log: Log) -> None:
        if self._now is not None:
            log.settle(self._now())

    def _pause(self) -> None:
        """Until there is something to do; while the disk refuses, at least the pause between two tries."""
        with self._changed:
            if self._problem is None:
                self._changed.wait_for(lambda: self._closing or self._waiting, self._settle_s)
            else:
                self._changed.wait_for(lambda: self._closing, self._retry_s)


def _keep(log: Log, record: Record, stamp: Stamp) -> tuple[Saved, ...]:
    return log.keep(record, stamp)


def _end_run(log: Log, stamp: Stamp) -> tuple[Saved, ...]:
    log.end_run(stamp)
    return ()
