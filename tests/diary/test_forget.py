"""What is forgotten is gone from every file."""

import json
import os
import sqlite3
import struct
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mirror.caregiver import inbox
from mirror.caregiver.places import Places
from mirror.cli_log import log as log_commands
from mirror.diary.adherence import plan_on
from mirror.diary.backup import back_up_of_day
from mirror.diary.chart import chart_of
from mirror.diary.export import export_json
from mirror.diary.forget import forget, traces
from mirror.diary.lock import FolderLock
from mirror.diary.reading import FILE_NAME, reading
from mirror.perception.co_movement import CoMovement, QuietRegion, SideShift
from mirror.perception.excursion import Excursion, Movement
from mirror.problem import Problem
from mirror.therapy.effects import Answered, ExerciseEnded, FaultNoted, NoteWritten, Outcome, SessionBegan, SessionEnded
from mirror.therapy.evidence import Sign
from mirror.therapy.questions import QuestionId
from tests.diary.records import MORNING, begun, done, rows
from tests.diary.test_adherence import PARETIC, followed, later
from tests.diary.test_refined import refined

#: Words and numbers that nothing else in the file can spell.
OLD = ("an-old-secret", "7.71337")
NEW = ("a-new-secret", "6.61337")
NEW_DAY = "2026-11-24"


def _lived(folder: Path) -> None:
    """Two days of practice, some days apart, with a plan for each and everything that may hang on a session."""
    log = begun(folder)
    for days, (word, mm), revision in ((0, OLD, 1), (3, NEW, 2)):
        at = later(days)
        log.keep(followed(folder, PARETIC.replace("revision = 1 ", f"revision = {revision} # {word} ")), at)
        log.keep(SessionBegan(("smile",)), at)
        log.keep(done("smile", 1, float(mm), 9.0), at)
        eye = {QuietRegion.EYE: SideShift(0.1, 0.2, 0.9)}
        log.keep(replace(refined(1, Excursion(float(mm), 9.0, 0.8)), co_movement=CoMovement(Movement.SMILE, eye)), at)
        log.keep(ExerciseEnded("smile", Outcome.DONE, 1), at)
        log.keep(FaultNoted("camera", word), at)
        log.keep(SessionEnded(Outcome.DONE), at)
        log.keep(NoteWritten(word * 500, entry=word), at)
        log.keep(Answered(QuestionId.COMFORT, word, Sign.TIGHT), at)
        back_up_of_day(folder, date.fromisoformat(at.local_day))
        log.end_run(at)
        log.begin_run("0.1.0", "m", "pi", at)
    log.close()
    (folder / "mirror.db.damaged-20260101T000000Z").write_text("an-old-secret")
    (folder / "mirror.db.damaged-20260101T000000Z-wal").write_text("an-old-secret")


def _bytes(folder: Path) -> bytes:
    return b"".join(
        path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".toml"
    )


def _holds(folder: Path, mm: str) -> bool:
    """Whether the number stands anywhere in the file as SQLite writes it."""
    return struct.pack(">d", float(mm)) in _bytes(folder)


def test_everything_is_gone_from_every_file(tmp_path: Path):
    """No word and no figure is left in any byte of the folder; the log that remains can be written at once."""
    _lived(tmp_path)
    assert all(word.encode() in _bytes(tmp_path) for word in (OLD[0], NEW[0]))
    assert _holds(tmp_path, OLD[1])
    ((named,),) = rows(tmp_path, "SELECT namespace FROM identity")
    forget(tmp_path)
    assert not any(word.encode() in _bytes(tmp_path) for word in (OLD[0], NEW[0], named))
    assert not _holds(tmp_path, OLD[1])
    assert not _holds(tmp_path, NEW[1])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backups", FILE_NAME, "plan-of-the-test.toml"]
    left = export_json(tmp_path)
    assert [name["namespace"] for name in left.pop("identity")] != [named]
    assert set(map(len, left.values())) == {0}
    log = begun(tmp_path)
    log.keep(SessionBegan(("smile",)), later(9))
    (saved,) = log.keep(done("smile", 1, 2.0, 4.0), later(9))
    log.close()
    assert saved.row_id == 1
    assert rows(tmp_path, "SELECT repetitions FROM session_means") == [(1,)]


def test_the_days_before_a_day_are_gone_and_the_others_are_as_they_were(tmp_path: Path):
    """With their copies; the plan that was in force on that day stays, and the file is sound."""
    _lived(tmp_path)
    kept = {
        table: [row for row in found if row.get("local_day", NEW_DAY) >= NEW_DAY]
        for table, found in export_json(tmp_path).items()
    }
    forget(tmp_path, date(2026, 11, 24))
    assert OLD[0].encode() not in _bytes(tmp_path)
    assert not _holds(tmp_path, OLD[1])
    assert _holds(tmp_path, NEW[1])
    left = export_json(tmp_path)
    for table in ("sessions", "repetitions", "exercises", "faults", "notes", "answers", "plans"):
        assert left[table] == kept[table]
        assert len(left[table]) == 1
    assert [row["repetition_id"] for row in left["co_movements"]] == [2] * len(left["co_movements"])
    assert {row["plan_id"] for row in left["plan_duties"]} == {2}
    assert rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(tmp_path, "PRAGMA foreign_key_check") == []
    assert rows(tmp_path, "SELECT local_day FROM trend_by_movement") == [("2026-11-24",)]
    assert len(chart_of(tmp_path).practised) == 1
    assert list((tmp_path / "backups").iterdir()) == []


def test_the_plan_that_still_holds_is_not_forgotten(tmp_path: Path):
    """Written long before the day, in force on it: what was planned afterwards can still be told."""
    log = begun(tmp_path)
    log.keep(followed(tmp_path, PARETIC), later(0))
    log.keep(SessionBegan(("smile",)), later(5))
    log.close()
    forget(tmp_path, date(2026, 11, 25))
    with reading(tmp_path) as db:
        assert plan_on(db, "2026-11-26").text == PARETIC


def test_a_damaged_log_can_be_forgotten_as_a_whole_only(tmp_path: Path):
    """Its days cannot be told apart; everything of it can go."""
    (tmp_path / FILE_NAME).write_text("an-old-secret")
    (tmp_path / "mirror.db-wal").write_text("an-old-secret")
    with pytest.raises(Problem, match="cannot be told apart"):
        forget(tmp_path, date(2026, 11, 24))
    forget(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_forgotten_while_a_mirror_writes(tmp_path: Path):
    """The sentence says who holds it."""
    _lived(tmp_path)
    with FolderLock(tmp_path), pytest.raises(Problem, match="Another mirror is writing"):
        forget(tmp_path)
    assert traces(tmp_path).sessions == 2


def test_a_program_that_reads_at_that_moment_is_named(tmp_path: Path):
    """It still sees the old rows, so it is not over: the sentence says what to do."""
    _lived(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sessions").fetchone()
        with pytest.raises(Problem, match=r"close it, and forget once more|Close the program"):
            forget(tmp_path)
    forget(tmp_path)
    assert OLD[0].encode() not in _bytes(tmp_path)


def _ask(folder: Path, *options: str, answer: str = "") -> Result:
    return CliRunner().invoke(log_commands, ["forget", "--data", str(folder), *options], input=answer)


def test_the_command_asks_for_a_word_and_says_what_it_takes(tmp_path: Path):
    """Any other word, and no answer, changes nothing; --yes needs none; the logs of films and demonstrations go too."""
    data = tmp_path / "data"
    for folder in (data, data / "films", data / "demo"):
        _lived(folder)
    asked = _ask(data, answer="no\n")
    assert isinstance(asked.exception, Problem)
    assert "Nothing was forgotten" in str(asked.exception)
    assert "six sessions, six copies and six damaged files" in asked.output
    assert traces(data).sessions == 2
    nobody = _ask(data, answer="")
    assert str(nobody.exception) == "Nothing was forgotten: nobody answered. A script that is sure says --yes."
    assert nobody.output.endswith(" to go on: \n")
    assert traces(data).sessions == 2
    assert _ask(data, answer="forget\n").exit_code == 0
    assert not any(word.encode() in _bytes(data) for word in (OLD[0], NEW[0]))
    empty = tmp_path / "empty"
    assert _ask(empty, "--yes").output == f"There is nothing to forget in {empty}.\n"
    assert not empty.exists()


def test_the_command_forgets_before_a_day(tmp_path: Path):
    """The day itself stays."""
    _lived(tmp_path)
    said = _ask(tmp_path, "--before", "2026-11-24", "--yes")
    assert said.exit_code == 0
    assert len(export_json(tmp_path)["sessions"]) == 1
    assert json.loads(str(rows(tmp_path, "SELECT planned FROM sessions")[0][0])) == ["smile"]
    assert isinstance(_ask(tmp_path, "--before", "soon", "--yes").exception, Problem)
    assert MORNING.date() < date(2026, 11, 24)


def test_what_lies_in_a_caregivers_inbox_goes_too(tmp_path: Path):
    """Else the mirror would read it again; the file stays with its owner, and other days' entries with it."""
    _lived(tmp_path)
    path = Places(tmp_path).inbox
    for days in range(4):
        inbox.append(path, inbox.note(f"day {days}", later(days)))
    with path.open("ab") as file:
        file.write(b'{"torn')
    before = path.stat()
    assert _ask(tmp_path, "--before", NEW_DAY, "--yes").exit_code == 0
    assert [entry.text for entry in inbox.read(path)] == ["day 3"]
    assert b"torn" not in path.read_bytes()
    assert _ask(tmp_path, "--yes").exit_code == 0
    assert path.read_bytes() == b""
    assert (path.stat().st_uid, path.stat().st_gid) == (before.st_uid, before.st_gid)


@pytest.mark.needs("root")
def test_an_inbox_that_root_has_gone_through_still_belongs_to_the_page(tmp_path: Path):
    """Else the page could write nothing more into it."""
    path = Places(tmp_path).inbox
    inbox.append(path, inbox.note("day 0", later(0)))
    os.chown(path, 12345, 12346)
    inbox.forget(path, None)
    assert (path.stat().st_uid, path.stat().st_gid, path.read_bytes()) == (12345, 12346, b"")


def test_a_log_of_a_newer_version_keeps_its_copies(tmp_path: Path):
    """What speaks against forgetting is found before anything is gone, in whichever of the folders it is."""
    for folder in (tmp_path, tmp_path / "demo"):
        _lived(folder)
    with closing(sqlite3.connect(tmp_path / "demo" / FILE_NAME)) as db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('mirror.diary', 'm9', '')")
        db.commit()
    before = {path: path.read_bytes() for path in tmp_path.rglob("mirror*.db*") if path.name.endswith(".db")}
    assert len(before) == 6
    for options in (["--yes"], ["--before", NEW_DAY, "--yes"]):
        refused = _ask(tmp_path, *options)
        assert isinstance(refused.exception, Problem)
        assert "newer version" in str(refused.exception)
        assert {path: path.read_bytes() for path in before} == before
        assert (tmp_path / "mirror.db.damaged-20260101T000000Z").exists()


def test_a_copy_in_the_data_folder_goes_too(tmp_path: Path):
    """Wherever a person has put it there; another mirror's folder below it is nobody's to touch."""
    _lived(tmp_path)
    copy = next((tmp_path / "backups").iterdir())
    other = tmp_path / "other" / FILE_NAME
    other.parent.mkdir()
    own = [tmp_path / "mirror-2026-11-21.db", tmp_path / "kept" / "mirror-2026-11-21-2.db"]
    theirs = [other, other.parent / "mirror-2026-11-21.db", tmp_path / "mirror-notes.db"]
    (tmp_path / "kept").mkdir()
    for path in (*own, *theirs):
        path.write_bytes(copy.read_bytes())
    assert _ask(tmp_path, "--yes").exit_code == 0
    assert not any(path.exists() for path in own)
    assert all(path.exists() for path in theirs)


def test_what_stays_is_said(tmp_path: Path):
    """Copies elsewhere, and the first names of phones, with the file that holds them."""
    _lived(tmp_path)
    assert (
        "Copies on a stick or in another folder are not touched." in _ask(tmp_path, "--before", NEW_DAY, "--yes").output
    )
    phones = Places(tmp_path).phones
    phones.parent.mkdir()
    phones.write_text('[{"name": "Anna"}]')
    assert f"The names of the phones stay in {phones}" in _ask(tmp_path, "--yes").output
    assert phones.exists()


def test_a_log_that_cannot_be_opened_is_said_before_the_word_is_asked(tmp_path: Path):
    """As on a full disk, in a folder that may not be written, or while a mirror runs: a sentence, and all is there."""
    _lived(tmp_path)
    copies = list((tmp_path / "backups").iterdir())
    with FolderLock(tmp_path):
        running = _ask(tmp_path, answer="forget\n")
    (tmp_path / "mirror.db-shm").unlink(missing_ok=True)
    (tmp_path / "mirror.db-shm").mkdir()
    closed = _ask(tmp_path, answer="forget\n")
    for asked, why in ((running, "Another mirror is writing"), (closed, "cannot be written")):
        assert isinstance(asked.exception, Problem), asked.exception
        assert why in str(asked.exception)
        assert asked.output == ""
    assert all(path.exists() for path in copies)
