"""What is written on request never takes the place of what a mirror keeps, this one or another."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mirror.problem import Problem
from mirror.settings import refuse_kept_file, refuse_own_file


def _log(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE sessions (id INTEGER)")
    return path


def _refused(path: Path, data_dir: Path) -> bool:
    try:
        refuse_own_file("--to", path, data_dir)
    except Problem:
        return True
    return False


@pytest.mark.parametrize("place", ["mirror.db", "demo/mirror.db", "films/mirror.db", "../other/mirror.db"])
def test_no_log_is_replaced_in_whatever_data_folder(place, tmp_path):
    """That of a film and of the drawn patient lie below, that of somebody else beside."""
    assert _refused(_log(tmp_path / "data" / place), tmp_path / "data")


def test_a_copy_of_a_log_is_told_by_what_it_holds(tmp_path):
    """On a stick it may have any name, also one that leads there by a link."""
    copy = _log(tmp_path / "stick" / "mother")
    link = tmp_path / "visit.pdf"
    link.symlink_to(copy)
    assert _refused(copy, tmp_path / "data")
    assert _refused(link, tmp_path / "data")
    waiting = tmp_path / "stick" / "waiting"
    waiting.write_bytes(bytes.fromhex("377f0682") + b"rows")
    assert _refused(waiting, tmp_path / "data")


@pytest.mark.parametrize(
    "name",
    [
        "mirror.db-wal",
        "MIRROR.DB",
        "settings.toml",
        "adjusted.toml",
        "plan-2026-11-21.toml",
        "clips/smile-own.mp4",
        "backups/mirror-2026-11-21.db",
        "caregiver/phones.json",
        "stimulator/ledger.log",
        "models/face.task",
    ],
)
@pytest.mark.parametrize("mark", ["mirror.db", "plan.toml", "settings.toml"])
def test_what_another_mirror_keeps_is_refused_as_ones_own(name, mark, tmp_path):
    """A data folder is known by its log, its plan or its settings, whichever is named with --data."""
    other = tmp_path / "other"
    other.mkdir()
    (other / mark).touch()
    assert _refused(other / name, tmp_path / "data")


def test_a_plan_outside_of_every_data_folder_is_not_exported_over(tmp_path):
    """A new plan may take its place, because that keeps the old one."""
    draft = tmp_path / "draft.toml"
    draft.write_text("revision = 1\n")
    assert _refused(draft, tmp_path / "data")
    refuse_kept_file("--to", draft, tmp_path / "data")


def test_a_file_that_nobody_may_look_into_is_left_alone(tmp_path, monkeypatch):
    """It could be a log; who may not read it can still have the right to replace it."""
    closed = tmp_path / "visit.pdf"
    closed.write_bytes(b"%PDF")
    assert not _refused(closed, tmp_path / "data")

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert _refused(closed, tmp_path / "data")


def test_everything_else_may_be_written(tmp_path):
    """Beside the log too, over an earlier report, and into a pipe, which is not read."""
    data = tmp_path / "data"
    _log(data / "mirror.db")
    (data / "visit.pdf").write_bytes(b"%PDF")
    os.mkfifo(tmp_path / "pipe")
    for path in (
        data / "visit.pdf",
        data / "log.json",
        tmp_path / "visit.pdf",
        tmp_path / "pipe",
        tmp_path / "plan.pdf",
    ):
        assert not _refused(path, data)
