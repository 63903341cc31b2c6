"""Copies of the log, and a damaged log that one of them takes the place of."""

import fcntl
import os
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mirror.cli_log import log as log_commands
from mirror.diary import backup
from mirror.diary.backup import back_up_of_day, back_up_to, copies, newest_good, worth_keeping
from mirror.diary.daily_backup import DailyBackup
from mirror.diary.reading import FILE_NAME
from mirror.problem import Problem
from mirror.therapy.effects import SessionBegan
from tests.diary.records import begun, done, rows, running, stamp

TODAY = date(2026, 11, 21)


def practised(folder: Path, repetitions: int = 1) -> None:
    with running(folder) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        for number in range(1, repetitions + 1):
            log.keep(done("smile", number, 2.0, 4.0), stamp(number))


def counted(copy: Path) -> int:
    """Repetitions in a copy that nobody may write to."""
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(db.execute("SELECT count(*) FROM repetitions").fetchone()[0])


def test_a_copy_is_whole_while_the_mirror_writes(tmp_path: Path):
    """It holds what had been saved, in one file that can be read where nothing can be written."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        log.keep(done("smile", 1, 2.0, 4.0), stamp())
        copy = back_up_of_day(tmp_path, TODAY)
        log.keep(done("smile", 2, 2.0, 4.0), stamp())
    assert copy == tmp_path / "backups" / "mirror-2026-11-21.db"
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]
    assert counted(copy) == 1
    assert copy.stat().st_mode & 0o077 == 0


@given(st.sets(st.dates(date(2024, 1, 1), date(2026, 12, 31)), max_size=60))
def test_seven_days_and_eight_weeks_are_kept(days: set[date]):
    """The newest seven whatever lies between them, and of each of the newest eight weeks its last."""
    kept = worth_keeping(days)
    newest = sorted(days)[-7:]
    assert set(newest) <= kept <= days
    weeks = sorted({day.isocalendar()[:2] for day in days})[-8:]
    assert {day.isocalendar()[:2] for day in kept} >= set(weeks)
    assert len(kept) <= 7 + 8
    for week in weeks:
        assert max(day for day in days if day.isocalendar()[:2] == week) in kept


def test_a_year_of_days_leaves_a_week_and_two_months(tmp_path: Path):
    """What is beyond its time goes when the next copy is made; what else lies in the folder stays."""
    practised(tmp_path)
    folder = tmp_path / "backups"
    copy = back_up_of_day(tmp_path, TODAY)
    for back in range(1, 120):
        shutil.copyfile(copy, folder / f"mirror-{TODAY - timedelta(days=back)}.db")
    (folder / "mirror-2026-02-31.db").write_text("somebody's own")
    (folder / "notes.txt").write_text("somebody's own")
    back_up_of_day(tmp_path, TODAY)
    kept = dict(copies(folder))
    assert set(kept) == {
        *(TODAY - timedelta(days=back) for back in range(7)),
        *(date(2026, 11, 15) - timedelta(weeks=back) for back in range(7)),
    }
    assert (folder / "mirror-2026-02-31.db").exists()
    assert (folder / "notes.txt").exists()


def test_a_copy_of_a_day_long_ago_is_not_taken_away_at_once(tmp_path: Path):
    """With a clock that began in 1970 it is the newest there is."""
    practised(tmp_path)
    for back in range(20):
        back_up_of_day(tmp_path, TODAY - timedelta(weeks=back))
    old = back_up_of_day(tmp_path, date(1970, 1, 1))
    assert old.exists()


def test_a_stick_gets_a_copy_beside_what_is_there(tmp_path: Path):
    """Another mirror's copy of the same day is not replaced; the sentence names the file."""
    practised(tmp_path / "data", 3)
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "mirror-2026-11-21.db").write_text("another mirror's")
    copy = back_up_to(tmp_path / "data", stick, TODAY)
    assert copy.name == "mirror-2026-11-21-2.db"
    assert counted(copy) == 3
    assert (stick / "mirror-2026-11-21.db").read_text() == "another mirror's"
    said = CliRunner().invoke(log_commands, ["backup", "--to", str(stick), "--data", str(tmp_path / "data")])
    assert said.exit_code == 0
    assert said.output.startswith(f"The log has been copied to {stick}/mirror-")
    assert said.output.count("\n") == 1


def test_no_copy_is_made_by_hand_in_the_data_folder(tmp_path: Path):
    """It would be lost with the log, and nobody would look for it there when all is to be forgotten."""
    practised(tmp_path)
    below = tmp_path / "stick"
    below.mkdir()
    for folder in (tmp_path, below):
        with pytest.raises(Problem, match="is in the data folder, so a copy there would be lost with it"):
            back_up_to(tmp_path, folder, TODAY)
    assert list(below.iterdir()) == []


def test_a_copy_of_no_log_and_of_a_damaged_one_name_what_is_so(tmp_path: Path):
    """Neither is a matter of rights, and trying again helps in neither."""
    with pytest.raises(Problem, match=r"There is no log in .*none: it begins with the first session"):
        back_up_of_day(tmp_path / "none", TODAY)
    assert not (tmp_path / "none").exists()
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(Problem, match=r"is damaged \(file is not a database\), so it was not copied: start the mirror"):
        back_up_of_day(tmp_path, TODAY)


def test_what_stands_in_the_way_of_a_copy_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """No folder, no log, no room, no right: one sentence each, and nothing half is left behind."""
    data, stick = tmp_path / "data", tmp_path / "stick"
    data.mkdir()
    stick.mkdir()
    with pytest.raises(Problem, match="is no folder"):
        back_up_to(data, tmp_path / "none", TODAY)
    with pytest.raises(Problem, match=r"There is no log in "):
        back_up_to(data, stick, TODAY)
    practised(data)
    with monkeypatch.context() as small:
        small.setattr(backup, "SPARE_BYTES", 10**18)
        with pytest.raises(Problem, match=r"too little room for a copy of the log: free \d+ MB there"):
            back_up_to(data, stick, TODAY)
    (data / "backups").write_text("in the way")
    with pytest.raises(Problem, match="cannot be written in"):
        back_up_of_day(data, TODAY)
    assert list(stick.iterdir()) == []


def test_two_copies_at_once_do_not_mix(tmp_path: Path):
    """The command while the mirror makes its own: one sentence, and the other one goes on undisturbed."""
    practised(tmp_path)
    (tmp_path / "backups").mkdir()
    unfinished = tmp_path / "backups" / "mirror-2026-11-21.db.part"
    with unfinished.open("wb") as other:
        other.write(b"what the other one has so far")
        other.flush()
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Problem, match="being made right now"):
            back_up_of_day(tmp_path, TODAY)
        assert unfinished.read_bytes() == b"what the other one has so far"
    assert counted(back_up_of_day(tmp_path, TODAY)) == 1, "what was left behind gives way"
    assert not unfinished.exists()


def test_a_damaged_log_does_not_become_a_copy(tmp_path: Path):
    """The earlier copy of the day stays as it is."""
    practised(tmp_path, 200)
    copy = back_up_of_day(tmp_path, TODAY)
    content = bytearray((tmp_path / FILE_NAME).read_bytes())
    content[8192:20480] = bytes(range(256)) * 48
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(Problem, match=r"damaged|could not be copied"):
        back_up_of_day(tmp_path, TODAY)
    assert counted(copy) == 200
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_the_newest_good_copy_takes_the_place_of_a_damaged_log(tmp_path: Path):
    """By what it holds, not by its name; damaged copies are passed over; the file that was damaged is kept."""
    practised(tmp_path, 2)
    back_up_of_day(tmp_path, date(2026, 11, 19))
    practised(tmp_path, 3)
    back_up_of_day(tmp_path, date(1970, 1, 1))
    practised(tmp_path, 4)
    broken = back_up_of_day(tmp_path, date(2026, 11, 20))
    os.truncate(broken, broken.stat().st_size // 2)
    (tmp_path / "backups" / "mirror-2026-11-18.db").write_text("no database")
    (tmp_path / FILE_NAME).write_text("not a database")

    with running(tmp_path) as log:
        assert log.notice == (
            "The log was damaged (file is not a database). It was kept as mirror.db.damaged-20261121T081203Z, and its "
            "copy backups/mirror-1970-01-01.db took its place; what is newer is in the kept file only."
        )
        log.keep(SessionBegan(("smile",)), stamp())
    assert rows(tmp_path, "SELECT count(*) FROM repetitions") == [(5,)]
    assert rows(tmp_path, "SELECT count(*) FROM sessions") == [(3,)]
    assert rows(tmp_path, "SELECT sentence FROM faults") == [(log.notice,)]
    assert (tmp_path / "mirror.db.damaged-20261121T081203Z").read_text() == "not a database"
    assert newest_good(tmp_path / "backups") == tmp_path / "backups" / "mirror-1970-01-01.db"


@pytest.mark.parametrize("left", [None, b""])
def test_a_plug_pulled_between_setting_aside_and_restoring_loses_nothing(tmp_path: Path, left: bytes | None):
    """There is no log, but there is a copy: it is taken at the next start."""
    practised(tmp_path, 2)
    back_up_of_day(tmp_path, TODAY)
    (tmp_path / FILE_NAME).unlink()
    if left is not None:
        (tmp_path / FILE_NAME).write_bytes(left)
    with closing(begun(tmp_path)) as log:
        assert log.notice == "The log was missing, and its copy backups/mirror-2026-11-21.db took its place."
    assert rows(tmp_path, "SELECT count(*) FROM repetitions") == [(2,)]


def test_the_running_mirror_makes_one_copy_a_day(tmp_path: Path):
    """In a thread of its own, while the log is open; the next look on the same day makes none."""
    made = threading.Event()
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())

        def now():
            if list(copies(tmp_path / "backups")):
                made.set()
            return stamp()

        with DailyBackup(tmp_path, now, pytest.fail, first_s=0.0, every_s=0.001):
            assert made.wait(30.0)
    assert [day for day, _ in copies(tmp_path / "backups")] == [TODAY]


def test_why_there_is_no_copy_today_is_told_once_a_day(tmp_path: Path):
    """And the copy is tried again at every look."""
    told: list[str] = []
    day = stamp()
    daily = DailyBackup(tmp_path, lambda: day, told.append)
    daily.look()
    daily.look()
    assert len(told) == 1
    assert "no log" in told[0]
    day = stamp(87650.0)
    daily.look()
    assert len(told) == 2
    practised(tmp_path)
    daily.look()
    assert [day for day, _ in copies(tmp_path / "backups")] == [date(2026, 11, 22)]
