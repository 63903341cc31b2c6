"""What has been announced as saved survives."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mirror.diary.reading import FILE_NAME
from tests.diary.pulled_plugs import REPOSITORY, child, cut, kill
from tests.diary.records import begun, rows


def _told_by(tale: str, data_dir: Path) -> list[dict[str, object]]:
    with child(tale, data_dir) as told:
        out, _ = told.communicate(timeout=60)
        assert told.returncode == 0
    return json.loads(out)


def test_every_announced_repetition_survives_a_kill(tmp_path: Path):
    """Killed at random, again and again: sound, what was announced is there once, only the one in flight may miss."""
    assert len(kill(tmp_path, rounds=4, seed=2).saved) > 4
    begun(tmp_path).close()
    assert rows(tmp_path, "SELECT count(*) FROM runs WHERE closed_incorrect") == [(4,)]
    assert list(tmp_path.glob("*damaged*")) == []


def test_every_announced_repetition_is_on_the_disk_when_the_plug_is_pulled(tmp_path: Path):
    """The files as they are between two system calls, with SQLite's index beside them and without."""
    assert len(cut(tmp_path, rounds=3, seed=3).saved) > 3


def test_a_disk_that_is_full_at_any_byte_keeps_what_was_saved(tmp_path: Path):
    """Wherever in a file the room ends: what was saved is there, what waited is written later, and all of it once."""
    found = _told_by("fill_disk_at_every_size", tmp_path)
    assert len(found) > 3
    assert any(full["unsaved"] for _, full, _ in found)
    for limit, full, left in found:
        folder = tmp_path / str(limit)
        assert left == 0
        assert rows(folder, "PRAGMA integrity_check") == [("ok",)]
        kept = rows(folder, "SELECT id, number, reading FROM repetitions ORDER BY id")
        assert kept == [(number, number, "refined") for number in range(1, 13)]
        assert {row_id for table, row_id in full["saved"] if table == "repetitions"} <= {row[0] for row in kept}
        assert rows(folder, "SELECT outcome FROM sessions") == [("done",)]


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


def test_the_demonstration_itself_loses_nothing_that_it_announced(tmp_path: Path, data_dir: Path):
    """The whole mirror, killed and held a few times; by hand it is 200 and 50 times (docs/log.md)."""
    command = [sys.executable, "-m", "tests.diary.killed_demonstrations", "2", "3", "--data", str(data_dir)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=400, cwd=REPOSITORY)
    assert ended.returncode == 0, ended.stderr
    killed, held = ended.stdout.splitlines()
    assert killed.startswith("killed 2 times")
    assert held.startswith("held and copied 3 times")
    assert "all there once, at most the one in flight missing, files sound" in killed
