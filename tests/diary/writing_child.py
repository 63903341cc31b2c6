"""A program that the tests end by force, or starve of disk.  Usage: python writing_child.py TALE DATA_DIR"""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from mirror.diary.writer import InlineWriter, Writer
from mirror.perception.excursion import Excursion
from mirror.therapy.effects import ExerciseEnded, NoteWritten, Outcome, SessionBegan, SessionEnded
from tests.diary.records import begun, done, stamp
from tests.diary.test_refined import refined


def write_until_killed(data_dir: Path) -> None:
    """Say of every repetition that it is begun, and once it is saved its row; never stop.

    Refined readings, notes and ends of exercises are written in between.
    """
    log = begun(data_dir)
    (session,) = log.keep(SessionBegan(("smile",)), stamp())
    number = 0
    while True:
        number += 1
        print("begun", session.row_id, number, flush=True)
        (saved,) = log.keep(done("smile", number, 2.0, 4.0), stamp(number))
        print("saved", session.row_id, number, saved.row_id, flush=True)
        log.keep(refined(number, Excursion(1.5, 5.0, 0.8)), stamp(number))
        if number % 3 == 0:
            log.keep(ExerciseEnded("smile", Outcome.DONE, 3), stamp(number))
            log.keep(NoteWritten("Slept well.", entry=f"{session.row_id}-{number}"), stamp(number))


def fill_disk(data_dir: Path) -> None:
    """The disk is full in the middle of a session and has room again before its end."""
    writer = InlineWriter(lambda: begun(data_dir))
    writer.submit(SessionBegan(("smile",)), stamp())
    writer.submit(done("smile", 1, 2.0, 4.0), stamp())
    before = _seen(writer)
    with _NoRoom():
        for number in (2, 3, 4):
            writer.submit(done("smile", number, 2.0, 4.0), stamp())
        full = _seen(writer)
    writer.submit(SessionEnded(Outcome.DONE), stamp())
    writer.end_run(stamp())
    writer.close()
    print(json.dumps([before, full, _seen(writer)]))


def fill_disk_beside_thread(data_dir: Path) -> None:
    """The same, written by the thread."""
    writer = Writer(lambda: begun(data_dir), retry_s=0.01)
    writer.submit(SessionBegan(("smile",)), stamp())
    writer.submit(done("smile", 1, 2.0, 4.0), stamp())
    before = _wait(writer, lambda seen: len(seen["saved"]) == 2)
    with _NoRoom():
        for number in (2, 3, 4):
            writer.submit(done("smile", number, 2.0, 4.0), stamp())
        full = _wait(writer, lambda seen: seen["unsaved"] == 3)
    after = _wait(writer, lambda seen: len(seen["saved"]) == 3)
    writer.submit(SessionEnded(Outcome.DONE), stamp())
    writer.end_run(stamp())
    writer.close()
    last = _seen(writer)
    last["saved"] = after["saved"] + last["saved"]
    print(json.dumps([before, full, last]))


def fill_disk_at_every_size(data_dir: Path) -> None:
    """The disk is full at one size of a file after another, from where the log is begun to where all of it fits."""
    found = []
    for limit in range(20_480, 1_000_000, 36_864):
        writer = InlineWriter(lambda folder=data_dir / str(limit): begun(folder))
        writer.submit(SessionBegan(("smile",)), stamp())
        with _NoRoom(limit):
            for number in range(1, 13):
                writer.submit(done("smile", number, 2.0, 4.0), stamp(number))
                writer.submit(refined(number, Excursion(1.5, 5.0, 0.8)), stamp(number))
            full = _seen(writer)
        writer.submit(SessionEnded(Outcome.DONE), stamp(13))
        writer.end_run(stamp(14))
        left = writer.close()
        found.append([limit, full, left])
        if not full["unsaved"]:
            break
    print(json.dumps(found))


def start_on_full_disk(data_dir: Path) -> None:
    """There is no room for the log when the mirror starts; later there is."""
    with _NoRoom():
        writer = InlineWriter(lambda: begun(data_dir))
        writer.submit(SessionBegan(("smile",)), stamp())
        full = _seen(writer)
    writer.submit(done("smile", 1, 2.0, 4.0), stamp())
    writer.close()
    print(json.dumps([full, _seen(writer)]))


class _NoRoom:
    """No file may grow any more, or not beyond a size."""

    def __init__(self, limit: int = 0) -> None:
        self._limit = limit

    def __enter__(self) -> None:
        self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self._limit, self._limits[1]))

    def __exit__(self, *_error: object) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limits)


def _seen(writer: Writer | InlineWriter) -> dict[str, object]:
    saved = [[saved.table, saved.row_id] for saved in writer.saved()]
    return {"saved": saved, "unsaved": writer.unsaved, "fault": writer.fault}


def _wait(writer: Writer, until: Callable[[dict[str, object]], bool]) -> dict[str, object]:
    """Look until it has come true; the test that started this program puts an end to it otherwise."""
    saved: list[object] = []
    while True:
        seen = _seen(writer)
        saved += seen["saved"]
        seen["saved"] = list(saved)
        if until(seen):
            return seen


if __name__ == "__main__":
    tales = (
        *(write_until_killed, fill_disk, fill_disk_beside_thread),
        *(fill_disk_at_every_size, start_on_full_disk),
    )
    {tale.__name__: tale for tale in tales}[sys.argv[1]](Path(sys.argv[2]))
