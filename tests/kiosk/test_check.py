"""`mirror check`: each part is judged by what the mirror would meet at its next start."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mirror.diary.reading import FILE_NAME
from mirror.kiosk.check import findings
from mirror.kiosk.finding import Finding, Verdict
from tests.diary.records import running


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
