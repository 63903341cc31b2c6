"""`mirror check`: each part is judged by what the mirror would meet at its next start."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from hardware.stimulator.clock import Clock as MachineClock
from hardware.stimulator.entry import Entry, Kind
from hardware.stimulator.ledger import Book
from mirror.diary.reading import FILE_NAME
from mirror.diary.stamp import Clock
from mirror.kiosk import prescribed
from mirror.kiosk.check import findings
from mirror.kiosk.finding import Finding, Verdict
from tests.diary.records import running
from tests.therapy.plans import PLAN, STIMULATION


def found(data_dir: Path, what: str) -> Finding:
    """What is said about one part; without a model nothing slow is started."""
    (one,) = [finding for finding in findings(data_dir, None, "portrait") if finding.what == what]
    return one


def a_log(path: Path) -> None:
    with running(path.parent):
        pass


def a_foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE cats (name)")


def a_newer_log(path: Path) -> None:
    a_log(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('mirror.diary', 'm999', '')"
        )
        db.commit()


def a_torn_log(path: Path) -> None:
    a_log(path)
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 4] = bytes(4096 * 2)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("make", "verdict", "words"),
    [
        (lambda path: None, Verdict.GOOD, "nothing has been logged yet"),
        (a_log, Verdict.GOOD, "is whole"),
        (a_foreign_database, Verdict.WRONG, "is a database of another program"),
        (a_newer_log, Verdict.WRONG, "was written by a newer version of the mirror"),
        (a_torn_log, Verdict.WRONG, "damaged"),
        (lambda path: path.write_text("no database at all, only words"), Verdict.WRONG, "damaged"),
        (Path.mkdir, Verdict.WRONG, "is no file"),
    ],
)
def test_only_a_log_of_this_mirror_is_called_whole(tmp_path, make, verdict, words):
    """Everything else is named for what it is, and left alone."""
    make(tmp_path / FILE_NAME)
    before = sorted(tmp_path.iterdir())
    finding = found(tmp_path, "log")
    assert finding.verdict is verdict
    assert words in finding.sentence
    assert sorted(tmp_path.iterdir()) == before


def test_silence_that_was_asked_for_is_no_missing_speaker(tmp_path):
    """volume = 0 opens no device."""
    (tmp_path / "settings.toml").write_text("volume = 0\n")
    finding = found(tmp_path, "sound")
    assert (finding.verdict, finding.sentence) == (
        Verdict.NOTE,
        "volume = 0 in the settings, so the mirror is silent.",
    )


def test_a_film_that_cannot_be_read_is_named(tmp_path):
    """The mirror passes over it; here a therapist finds out which one it is."""
    broken = tmp_path / "clips" / "smile-own.mp4"
    broken.parent.mkdir()
    broken.touch()
    finding = found(tmp_path, "clips")
    assert finding.verdict is Verdict.WRONG
    assert f"{broken} cannot be read as a film" in finding.sentence


def test_demonstrations_that_are_not_drawn_yet_are_no_fault(tmp_path):
    """A session draws those it needs; whoever would rather not wait is told how."""
    finding = found(tmp_path, "clips")
    assert finding.verdict is Verdict.NOTE
    assert "no demonstration yet for" in finding.sentence
    assert "`mirror clips build`" in finding.sentence


def prescribing(folder: Path, today: date) -> None:
    """A plan of this day that prescribes stimulation."""
    plan = PLAN + STIMULATION
    for before, after in (("2026-11-20", today), ("2027-01-15", today + timedelta(30)), ("2027-01-01", today)):
        plan = plan.replace(before, str(after))
    (folder / "plan.toml").write_text(plan)


@pytest.fixture
def guarded(tmp_path, monkeypatch):
    """A folder with such a plan, and the ledger of a guard that is running in it."""
    monkeypatch.setattr(prescribed, "INSTALLED_STATE", tmp_path / "not installed")
    prescribing(tmp_path, date.fromisoformat(Clock().now().local_day))
    ledger = tmp_path / "stimulator" / "ledger.log"
    with closing(Book(ledger)) as book:
        book.write(Entry(Kind.STARTED, MachineClock().now()))
        yield ledger


def test_a_prescribed_stimulator_is_looked_after(guarded, tmp_path):
    """Its guard runs and its ledger is whole: one sentence with side, place and end; asked it is not."""
    before = guarded.read_bytes()
    finding = found(tmp_path, "stimulation")
    assert finding.verdict is Verdict.GOOD
    assert "prescribed for the left cheek until " in finding.sentence
    assert f"{guarded} is whole (0 sessions)" in finding.sentence
    assert guarded.read_bytes() == before


def test_a_guard_that_does_not_run_is_named(guarded, tmp_path):
    """Because then nothing is stimulated although it is prescribed; the sentence says how to start it."""
    copied = tmp_path / "copied"
    guarded.rename(copied)
    guarded.write_bytes(copied.read_bytes())
    finding = found(tmp_path, "stimulation")
    assert (finding.verdict, "start `mirror stimulator`" in finding.sentence) == (Verdict.WRONG, True)
    assert "is not running" in finding.sentence
    guarded.unlink()
    assert "has never run" in found(tmp_path, "stimulation").sentence


def test_a_damaged_ledger_is_named_with_its_line(guarded, tmp_path):
    """And that the prescriber has to look at it."""
    guarded.write_bytes(guarded.read_bytes().replace(b"started", b"stopped"))
    finding = found(tmp_path, "stimulation")
    assert finding.verdict is Verdict.WRONG
    assert "line 1: the ledger of the stimulator is damaged" in finding.sentence


def test_without_a_prescription_nothing_is_said_of_a_stimulator(tmp_path):
    """Most mirrors have none."""
    assert not [one for one in findings(tmp_path, None, "portrait") if one.what == "stimulation"]
