"""One mirror writes in a data directory; a second one is turned away before it touches anything."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from mirror.diary.log import Log, Saved
from mirror.diary.reading import FILE_NAME
from mirror.diary.today import today_text
from mirror.diary.writer import InlineWriter, Writer
from mirror.problem import Problem
from mirror.therapy.effects import SessionBegan
from tests.diary.records import DAY, begun, done, rows, running, stamp

REPOSITORY = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("writing_child.py")


def test_a_second_mirror_on_one_folder_is_refused_until_the_first_is_gone(tmp_path: Path):
    """The sentence names the folder, the first one's run is left as it is, and a kill frees the folder."""
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, str(CHILD), "write_until_killed", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as first:
        assert first.stdout is not None
        try:
            assert first.stdout.readline(), "the first mirror ended before it had saved anything"
            with pytest.raises(Problem, match="Another mirror is writing its log in") as refused:
                begun(tmp_path)
            assert str(tmp_path) in str(refused.value)
            assert rows(tmp_path, "SELECT closed_incorrect FROM runs") == [(0,)]
            assert "Saturday 21 November 2026: one session" in today_text(tmp_path, DAY), "readers are not held up"
        finally:
            first.send_signal(signal.SIGKILL)
            first.stdout.read()
    begun(tmp_path).close()
    assert rows(tmp_path, "SELECT closed_incorrect FROM runs") == [(1,), (0,)]


def test_the_first_mirror_still_ends_in_order(tmp_path: Path):
    """The attempt of a second one leaves no mark on its run."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        with pytest.raises(Problem, match="Another mirror"):
            begun(tmp_path)
    assert rows(tmp_path, "SELECT clean_shutdown, closed_incorrect FROM runs") == [(1, 0)]


@pytest.mark.parametrize("kind", [Writer, InlineWriter])
def test_a_start_beside_another_mirror_is_refused(tmp_path: Path, kind: type[Writer] | type[InlineWriter]):
    """Whoever waits for the log hears the sentence."""
    with running(tmp_path):
        writer = kind(lambda: begun(tmp_path))
        with pytest.raises(Problem, match="Another mirror"):
            writer.opened()
        writer.close()
    assert rows(tmp_path, "SELECT count(*) FROM runs") == [(1,)]


def test_a_damaged_log_is_not_set_aside_while_another_mirror_writes_it(tmp_path: Path):
    """What looks damaged may be in the middle of being written; its owner decides."""
    with closing(begun(tmp_path)):
        (tmp_path / FILE_NAME).write_text("not a database")
        with pytest.raises(Problem, match="Another mirror"):
            begun(tmp_path)
    assert list(tmp_path.glob("*damaged*")) == []


def test_an_opening_that_did_not_succeed_gives_the_folder_back(tmp_path: Path):
    """After the file is put right, the same process can open it."""
    (tmp_path / FILE_NAME).mkdir()
    for _ in range(2):
        with pytest.raises(Problem, match=r"mirror\.db cannot be"):
            Log.open(tmp_path / FILE_NAME)
    (tmp_path / FILE_NAME).rmdir()
    with closing(begun(tmp_path)) as log:
        assert log.keep(done("smile", 1, 2.0, 4.0), stamp()) == (Saved("repetitions", 1),)


def test_two_folders_are_two_mirrors(tmp_path: Path):
    """Each keeps its own log."""
    with closing(begun(tmp_path / "one")), closing(begun(tmp_path / "two")):
        assert rows(tmp_path / "one", "SELECT count(*) FROM runs") == [(1,)]
