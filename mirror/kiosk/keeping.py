"""A session's log from its first row to its last: what was saved is told, and so is what could not be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from mirror.diary.lock import FolderLock
from mirror.diary.stamp import Clock, Stamp
from mirror.diary.writer import InlineWriter, Writer
from mirror.kiosk.start import Say, open_log
from mirror.kiosk.trace import FileTrace, NoTrace, Trace
from mirror.perception.bundle import model_name
from mirror.problem import Problem


@contextmanager
def kept(
    writer: Writer | InlineWriter,
    trace: Trace,
    stamp: Callable[[], Stamp],
    now_s: Callable[[], float],
    say: Say,
) -> Iterator[None]:
    """The log that ``writer`` has begun; its run is ended in order whatever happens within.

    ``stamp`` gives the run its end, ``now_s`` the trace its times.  Raises Problem when the log cannot be opened, and
    at the end when entries could not be saved; where another error is on its way already, that is only said.
    """
    try:
        writer.opened()
    except Problem:
        writer.close()
        raise
    if writer.notice:
        say(writer.notice)
    try:
        yield
    except BaseException:
        if (loss := _ended(writer, trace, stamp, now_s)) is not None:
            say(loss)
        raise
    if (loss := _ended(writer, trace, stamp, now_s)) is not None:
        raise Problem(loss)


def _ended(
    writer: Writer | InlineWriter, trace: Trace, stamp: Callable[[], Stamp], now_s: Callable[[], float]
) -> str | None:
    """End the run and close the log; a sentence about what it could not take, None when all of it is saved."""
    writer.end_run(stamp())
    lost = writer.close()
    for saved in writer.saved():
        trace.event(now_s(), "saved", table=saved.table, id=saved.row_id)
    if lost == 0:
        return None
    why = writer.fault or "The disk gave no answer in time."
    return f"{lost} {'entry' if lost == 1 else 'entries'} of the log could not be saved. {why}"


def writer_of(log: FolderLock, model: Path, camera_word: str) -> Writer:
    """What writes the log of this folder, with a run begun now."""
    now = Clock().now
    return Writer(partial(open_log, log.folder, model_name(model), camera_word, now, log), now=now)


@contextmanager
def traced(path: Path | None, say: Say) -> Iterator[Trace]:
    """The trace that is asked for, closed at the end; none for None.  Raises Problem when it cannot be written."""
    if path is None:
        yield NoTrace()
        return
    with FileTrace(path, say) as trace:
        yield trace
