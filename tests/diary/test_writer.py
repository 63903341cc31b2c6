"""Records are kept in order, whatever the disk does, and the picture never waits."""

import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mirror.diary.log import Log, Saved
from mirror.diary.reading import FILE_NAME
from mirror.diary.writer import InlineWriter, OpenLog, Writer
from mirror.problem import Problem
from mirror.therapy.effects import ExerciseEnded, Outcome, SessionBegan, SessionEnded
from tests.diary.records import begun, done, rows, running, stamp

BOTH = pytest.mark.parametrize("kind", [Writer, InlineWriter])
Kind = type[Writer] | type[InlineWriter]


@BOTH
def test_a_session_is_written_in_order(tmp_path: Path, kind: Kind):
    """Both writers announce the same rows in the same order."""
    writer = kind(lambda: begun(tmp_path))
    writer.opened()
    writer.submit(SessionBegan(("smile",)), stamp())
    for number in (1, 2, 3):
        writer.submit(done("smile", number, 2.0, 4.0), stamp())
    writer.submit(ExerciseEnded("smile", Outcome.DONE, 3), stamp())
    writer.submit(SessionEnded(Outcome.DONE), stamp())
    writer.end_run(stamp())
    writer.close()
    tables = ["sessions", "repetitions", "repetitions", "repetitions", "exercises", "sessions"]
    assert [saved.table for saved in writer.saved()] == tables
    assert writer.saved() == []
    assert (writer.unsaved, writer.fault, writer.notice) == (0, None, None)
    assert rows(tmp_path, "SELECT clean_shutdown FROM runs") == [(1,)]
    assert not (tmp_path / "mirror.db-wal").exists(), "the file was not closed in order"


@BOTH
def test_a_log_that_cannot_be_opened_refuses_the_start(tmp_path: Path, kind: Kind):
    """The sentence reaches whoever waits for the log; what was handed over is counted as unsaved."""
    (tmp_path / "data").write_text("not a folder")
    writer = kind(lambda: begun(tmp_path / "data"))
    with pytest.raises(Problem, match="cannot be made"):
        writer.opened()
    writer.submit(SessionBegan(("smile",)), stamp())
    assert (writer.unsaved, writer.saved()) == (1, [])
    assert "cannot be made" in str(writer.fault)
    writer.close()
    assert writer.unsaved == 1


@BOTH
def test_a_place_that_becomes_usable_receives_what_waited(tmp_path: Path, kind: Kind):
    """Opening is tried again, at the latest on closing."""
    (tmp_path / "data").write_text("not a folder")
    writer = kind(lambda: begun(tmp_path / "data"))
    writer.submit(SessionBegan(("smile",)), stamp())
    with pytest.raises(Problem):
        writer.opened()
    (tmp_path / "data").unlink()
    writer.submit(done("smile", 1, 2.0, 4.0), stamp())
    writer.close()
    assert (writer.saved(), writer.unsaved) == ([Saved("sessions", 1), Saved("repetitions", 1)], 0)
    assert writer.fault is None


@BOTH
def test_a_damaged_log_is_told_and_the_session_goes_on(tmp_path: Path, kind: Kind):
    """The screen gets the sentence; the rows go into the new file."""
    (tmp_path / FILE_NAME).write_text("not a database")
    writer = kind(lambda: begun(tmp_path))
    writer.opened()
    writer.submit(SessionBegan(("smile",)), stamp())
    writer.close()
    assert "The log was damaged" in str(writer.notice)
    assert writer.saved() == [Saved("sessions", 1)]


def test_damage_in_the_middle_of_a_session_costs_no_record(tmp_path: Path):
    """The file that broke is set aside with what it holds; the record that met the damage is in the new one."""
    with running(tmp_path) as log:
        log.keep(done("smile", 1, 2.0, 4.0), stamp())
    writer = InlineWriter(lambda: begun(tmp_path))
    with (tmp_path / FILE_NAME).open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * ((tmp_path / FILE_NAME).stat().st_size - 4096))
    writer.submit(done("smile", 2, 2.0, 4.0), stamp())
    assert writer.unsaved == 1
    writer.submit(done("smile", 3, 2.0, 4.0), stamp())
    assert (writer.unsaved, writer.fault) == (0, None)
    assert "The log was damaged" in str(writer.notice)
    writer.close()
    assert rows(tmp_path, "SELECT session_id, number FROM repetitions") == [(1, 2), (1, 3)]
    assert list(tmp_path.glob("mirror.db.damaged-*"))


def test_handing_over_never_waits_for_the_disk(tmp_path: Path):
    """A thousand records are taken while the disk still has not answered the first."""
    gate = threading.Event()

    def slow_disk() -> Log:
        gate.wait()
        return begun(tmp_path)

    writer = Writer(slow_disk)
    for number in range(1, 1001):
        writer.submit(done("smile", number, 2.0, 4.0), stamp())
    assert (writer.saved(), writer.unsaved) == ([], 0)
    gate.set()
    writer.close(timeout_s=60.0)
    assert len(writer.saved()) == 1000
    assert rows(tmp_path, "SELECT count(*), max(number) FROM repetitions") == [(1000, 1000)]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_mistake_in_the_program_does_not_pass_in_silence():
    """Whatever ends the writing thread is told as a fault, and what waits counts as unsaved."""

    def mistaken() -> Log:
        raise ZeroDivisionError

    writer = Writer(mistaken)
    writer.submit(SessionBegan(("smile",)), stamp())
    with pytest.raises(Problem, match="The log has stopped"):
        writer.opened()
    writer.close()
    assert writer.unsaved == 1


def test_a_run_that_was_not_ended_counts_as_cut_off(tmp_path: Path):
    """Closing alone is what happens after a fall; only end_run says that all was in order."""
    opening: OpenLog = lambda: begun(tmp_path)  # noqa: E731 - one line says it
    InlineWriter(opening).close()
    with closing(begun(tmp_path)):
        assert rows(tmp_path, "SELECT closed_incorrect FROM runs ORDER BY id") == [(1,), (0,)]


def test_dates_are_set_right_while_nobody_practises(tmp_path: Path):
    """The clock becomes right in a quiet hour: the thread that writes looks for that by itself."""
    now = stamp(synced=False)
    looked = threading.Event()

    def clock():
        looked.set()
        return now

    def opened() -> Log:
        log = Log.open(tmp_path / FILE_NAME)
        log.begin_run("0.1.0", "m", "pi", replace(stamp(), at_utc="1970-01-01T00:00:10.000Z", clock_synced=False))
        return log

    writer = Writer(opened, now=clock, settle_s=0.001)
    assert looked.wait(30.0)
    assert rows(tmp_path, "SELECT clock_synced FROM runs") == [(0,)]
    now = stamp(60.0)
    looked.clear()
    assert looked.wait(30.0)
    writer.close()
    assert rows(tmp_path, "SELECT at_utc, clock_synced FROM runs") == [(stamp().at_utc, 1)]
