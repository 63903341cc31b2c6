"""What has been announced as saved survives."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mirror.diary.reading import FILE_NAME
from tests.diary.records import begun, rows

REPOSITORY = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("writing_child.py")


@contextmanager
def _child(tale: str, data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, str(CHILD), tale, str(data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        try:
            yield child
        finally:
            child.kill()


def _told_by(tale: str, data_dir: Path) -> list[dict[str, object]]:
    with _child(tale, data_dir) as child:
        out, _ = child.communicate(timeout=60)
        assert child.returncode == 0
    return json.loads(out)


def test_every_announced_repetition_survives_a_kill(tmp_path: Path):
    """Killed at random, again and again: the file is sound and holds what was announced, at most one row more."""
    chance = random.Random(2)
    announced: list[tuple[int, int]] = []
    for _round in range(5):
        with _child("write_until_killed", tmp_path) as child:
            assert child.stdout is not None
            heard = [child.stdout.readline() for _ in range(chance.randint(1, 120))]
            child.send_signal(signal.SIGKILL)
            heard += child.stdout.readlines()
        this_round = [tuple(map(int, line.split())) for line in heard if line.endswith("\n")]
        assert this_round, "the writer ended before it had saved anything"
        announced += this_round

        assert rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]
        kept = rows(tmp_path, "SELECT id, number FROM repetitions ORDER BY id")
        assert set(announced) <= set(kept)
        assert len(kept) - len(announced) <= 1, "more than the one in flight was written unannounced"
        announced = kept
    begun(tmp_path).close()
    assert rows(tmp_path, "SELECT count(*) FROM runs WHERE closed_incorrect") == [(5,)]
    assert list(tmp_path.glob("*damaged*")) == []


@pytest.mark.parametrize("tale", ["fill_disk", "fill_disk_beside_thread"])
def test_a_full_disk_keeps_records_waiting_and_loses_none(tmp_path: Path, tale: str):
    """While the disk is full the count of unsaved records grows; with room again all are written, once, in order."""
    before, full, after = _told_by(tale, tmp_path)
    assert (before["saved"], before["unsaved"]) == ([["sessions", 1], ["repetitions", 1]], 0)
    assert (full["saved"], full["unsaved"]) == ([], 3)
    assert f"The log {tmp_path / FILE_NAME} cannot be written" in str(full["fault"])
    assert after["saved"] == [["repetitions", 2], ["repetitions", 3], ["repetitions", 4], ["sessions", 1]]
    assert (after["unsaved"], after["fault"]) == (0, None)
    assert rows(tmp_path, "SELECT number FROM repetitions ORDER BY id") == [(1,), (2,), (3,), (4,)]
    assert rows(tmp_path, "SELECT clean_shutdown FROM runs") == [(1,)]
    assert rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]


def test_a_disk_that_is_full_at_the_start_loses_nothing(tmp_path: Path):
    """The log is begun as soon as there is room, with everything that waited."""
    full, after = _told_by("start_on_full_disk", tmp_path)
    assert (full["saved"], full["unsaved"]) == ([], 1)
    assert "cannot be written" in str(full["fault"])
    assert (after["saved"], after["fault"]) == ([["sessions", 1], ["repetitions", 1]], None)
    assert rows(tmp_path, "SELECT session_id, number FROM repetitions") == [(1, 1)]
