"""What is kept, and how safely."""

import json
import math
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from mirror.diary.log import Log, Saved
from mirror.diary.opening import Refused
from mirror.diary.reading import FILE_NAME
from mirror.perception.co_movement import QuietRegion
from mirror.problem import Problem
from mirror.therapy.catalogue import Purpose
from mirror.therapy.effects import (
    Answered,
    ExerciseEnded,
    FaultNoted,
    Outcome,
    PracticeTime,
    SessionBegan,
    SessionEnded,
)
from mirror.therapy.questions import QuestionId, Told
from mirror.therapy.stage import Stage
from mirror.therapy.timetable import Duty
from tests.diary.records import DAY, begun, done, rows, running, stamp


def test_the_log_is_opened_for_durability(tmp_path: Path):
    """WAL, every commit on the disk before it returns, foreign keys enforced, five seconds of patience."""
    with closing(Log.open(tmp_path / FILE_NAME)) as log:
        found = {name: log._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
        found |= {name: log._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "busy_timeout")}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_the_folder_is_made(tmp_path: Path):
    """A data directory that is not there yet is made."""
    with closing(Log.open(tmp_path / "new" / "data" / FILE_NAME)) as log:
        assert log.notice is None
    assert (tmp_path / "new" / "data" / FILE_NAME).is_file()


def test_a_session_is_kept_row_by_row(tmp_path: Path):
    """Every record answers with the row it became, and the rows say what was done."""
    with running(tmp_path) as log:
        assert log.keep(SessionBegan(("smile", "cheek_puff")), stamp(1)) == (Saved("sessions", 1),)
        assert log.keep(done("smile", 1, 2.1, 4.2), stamp(20)) == (Saved("repetitions", 1),)
        assert log.keep(ExerciseEnded("smile", Outcome.DONE, 1), stamp(21)) == (Saved("exercises", 1),)
        guided = ExerciseEnded("cheek_puff", Outcome.STOPPED, 0, guided_rounds=2)
        assert log.keep(guided, stamp(24)) == (Saved("exercises", 2),)
        assert log.keep(FaultNoted("camera", "The lens is covered."), stamp(25)) == (Saved("faults", 1),)
        assert log.keep(SessionEnded(Outcome.STOPPED), stamp(61)) == (Saved("sessions", 1),)
    (session,) = rows(tmp_path, "SELECT run_id, planned, camera, model, at_utc, outcome, duration_s FROM sessions")
    assert json.loads(str(session[1])) == ["smile", "cheek_puff"]
    assert session[0] == 1
    assert session[2:] == ("portrait", "attention-1a2b3c4d5e6f", "2026-11-21T08:12:04.250Z", "stopped", 60.0)
    query = "SELECT session_id, exercise, movement, number, left_mm, right_mm, symmetry, hold_s, confidence, at_utc"
    assert rows(tmp_path, f"{query} FROM repetitions") == [
        (1, "smile", "smile", 1, 2.1, 4.2, 0.5, 3.0, 0.9, "2026-11-21T08:12:23.250Z")
    ]
    query = "SELECT model, app_version, local_day, boot_id, monotonic_s, clock_synced, start_s, hold_start_s, end_s"
    assert rows(tmp_path, f"{query} FROM repetitions") == [
        ("attention-1a2b3c4d5e6f", "0.1.0", DAY, "boot-1", 120.0, 1, 10.0, 11.0, 16.0)
    ]
    assert rows(tmp_path, "SELECT session_id, exercise, outcome, repetitions, guided_rounds FROM exercises") == [
        (1, "smile", "done", 1, 0),
        (1, "cheek_puff", "stopped", 0, 2),
    ]
    assert rows(tmp_path, "SELECT run_id, session_id, sentence FROM faults") == [(1, 1, "The lens is covered.")]


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_can_be_kept(tmp_path: Path, outcome: Outcome):
    """No way to end an exercise or a session is refused by the tables."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        assert log.keep(ExerciseEnded("smile", outcome, 0), stamp()) == (Saved("exercises", 1),)
        assert log.keep(SessionEnded(outcome), stamp()) == (Saved("sessions", 1),)


def test_a_session_over_the_end_of_the_day_stays_in_one_piece(tmp_path: Path):
    """Every row of a session belongs to the day on which the session began."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        log.keep(done("smile", 1, 2.0, 4.0), stamp(24 * 3600.0))
        log.keep(ExerciseEnded("smile", Outcome.DONE, 1), stamp(24 * 3600.0))
    assert rows(tmp_path, "SELECT local_day FROM repetitions UNION ALL SELECT local_day FROM exercises") == [(DAY,)] * 2


def test_what_happens_outside_a_session_has_none(tmp_path: Path):
    """An answer before it and one after it stand alone, on their own day; one within it belongs to it and its day."""
    answer = Answered(QuestionId.FOREHEAD, "A doctor knows", Told.FOREHEAD_KNOWN)
    with running(tmp_path) as log:
        assert log.keep(answer, stamp()) == (Saved("answers", 1),)
        log.keep(SessionBegan(("smile",)), stamp())
        log.keep(answer, stamp(24 * 3600.0))
        log.keep(SessionEnded(Outcome.DONE), stamp(24 * 3600.0))
        log.keep(answer, stamp(24 * 3600.0))
    assert rows(tmp_path, "SELECT run_id, session_id, told, local_day FROM answers") == [
        (1, None, "forehead known", DAY),
        (1, 1, "forehead known", DAY),
        (1, None, "forehead known", "2026-11-22"),
    ]


def test_practice_time_is_on_the_disk_before_it_is_used(tmp_path: Path):
    """Each piece is added to its session at once, and a pulled plug gives none of it back."""
    log = begun(tmp_path)
    log.keep(SessionBegan(("smile",), Duty.LONG, Purpose.ASSESSMENT, Stage.PARETIC, 7), stamp())
    for after_s, total_s in ((1, 30.0), (31, 60.0), (61, 72.5)):
        assert log.keep(PracticeTime(30.0 if total_s < 70 else 12.5), stamp(after_s)) == (Saved("sessions", 1),)
        assert rows(tmp_path, "SELECT charged_s FROM sessions") == [(total_s,)]
    log.close()
    found = rows(tmp_path, "SELECT duty, purpose, stage, revision, charged_s, outcome FROM sessions")
    assert found == [("long practice", "assessment", "paretic", 7, 72.5, None)]


def test_a_repetition_says_what_joined_in(tmp_path: Path):
    """The region that ended it early, or nothing."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        log.keep(replace(done("smile", 1, 2.0, 4.0), joined=QuietRegion.EYE), stamp(9))
        log.keep(done("smile", 2, 2.0, 4.0), stamp(19))
    assert rows(tmp_path, "SELECT joined FROM repetitions ORDER BY id") == [("eye",), (None,)]


def test_a_record_that_breaks_the_rules_is_kept_as_a_fault(tmp_path: Path):
    """A figure that is not a number is neither lost nor in the way of the next repetition."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        assert log.keep(done("smile", 1, math.nan, 4.0), stamp()) == (Saved("faults", 1),)
        assert log.keep(done("smile", 2, 2.0, 4.0), stamp()) == (Saved("repetitions", 1),)
    ((sentence,),) = rows(tmp_path, "SELECT sentence FROM faults")
    assert "left_mm=nan" in str(sentence)


def test_what_follows_a_lost_beginning_stays_together(tmp_path: Path):
    """A repetition whose session began in a file that was set aside opens a session of its own."""
    with running(tmp_path) as log:
        log.keep(done("smile", 3, 2.0, 4.0), stamp())
        log.keep(done("smile", 4, 2.0, 4.0), stamp())
        log.keep(SessionEnded(Outcome.DONE), stamp())
    assert rows(tmp_path, "SELECT id, planned, outcome FROM sessions") == [(1, "[]", "done")]
    assert rows(tmp_path, "SELECT session_id, number FROM repetitions") == [(1, 3), (1, 4)]


def test_a_program_that_was_started_again_is_counted_among_the_faults(tmp_path: Path):
    """Once each time it fell; a run that ended in order is none, and a pulled plug is none: that was another boot."""
    begun(tmp_path).close()
    begun(tmp_path).close()
    with running(tmp_path):
        pass
    with running(tmp_path):
        pass
    assert rows(tmp_path, "SELECT run_id, kind FROM faults ORDER BY id") == [(2, "restart"), (3, "restart")]
    begun(tmp_path).close()
    log = Log.open(tmp_path / FILE_NAME)
    log.begin_run("1.0", "model", "drawn", replace(stamp(), boot_id="boot-2"))
    log.close()
    assert rows(tmp_path, "SELECT count(*) FROM faults") == [(2,)]


def test_a_run_says_how_it_ended(tmp_path: Path):
    """An orderly end is marked; a run that was cut off is marked by the next start."""
    begun(tmp_path).close()
    with running(tmp_path):
        states = rows(tmp_path, "SELECT clean_shutdown, closed_incorrect, ended_utc IS NULL FROM runs ORDER BY id")
        assert states == [(0, 1, 1), (0, 0, 1)]
    states = rows(tmp_path, "SELECT clean_shutdown, closed_incorrect, ended_utc IS NULL FROM runs ORDER BY id")
    assert states == [(0, 1, 1), (1, 0, 0)]


def test_opening_again_changes_nothing(tmp_path: Path):
    """Migrations are recorded in the file and run once."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
    before = rows(tmp_path, "SELECT * FROM sqlite_master"), rows(tmp_path, "SELECT * FROM _sqlite_migrations")
    Log.open(tmp_path / FILE_NAME).close()
    assert before == (rows(tmp_path, "SELECT * FROM sqlite_master"), rows(tmp_path, "SELECT * FROM _sqlite_migrations"))
    assert rows(tmp_path, "SELECT count(*) FROM sessions") == [(1,)]


def test_foreign_keys_are_enforced(tmp_path: Path):
    """A row cannot belong to a session that does not exist."""
    with closing(begun(tmp_path)) as log, pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        log._db.table("exercises").insert(
            {"session_id": 99, "exercise": "smile", "outcome": "done", "repetitions": 0, "guided_rounds": 0}
            | _stamp_columns()
        )


def test_the_log_of_a_newer_mirror_is_refused(tmp_path: Path):
    """The sentence names the file and the way out, and the file stays as it is."""
    Log.open(tmp_path / FILE_NAME).close()
    with Database(tmp_path / FILE_NAME) as db:
        row = {"migration_set": "mirror.diary", "name": "m999_future", "applied_at": "2030"}
        db.table("_sqlite_migrations").insert(row)
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(Problem, match=r"mirror\.db was written by a newer version .*m999_future.*--data"):
        Log.open(tmp_path / FILE_NAME)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_the_database_of_another_program_is_left_alone(tmp_path: Path):
    """A file that is someone else's is neither used nor set aside."""
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        db.execute("CREATE TABLE sessions (recipe TEXT)")
    with pytest.raises(Problem, match="database of another program"):
        Log.open(tmp_path / FILE_NAME)
    assert rows(tmp_path, "SELECT name FROM sqlite_master") == [("sessions",)]


def test_a_folder_that_is_a_file_is_named(tmp_path: Path):
    """The sentence names the place and the option that chooses another one."""
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(Problem, match=r"The folder .*/data for the log cannot be made .* --data DIR"):
        Log.open(tmp_path / "data" / FILE_NAME)


def test_a_file_that_can_only_be_read_is_named():
    """The log says so on opening, not at the first repetition."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun(folder).close()
        with _nobody(folder, mode=0o777), pytest.raises(Problem, match=r"mirror\.db cannot be written .* --data DIR"):
            Log.open(folder / FILE_NAME)


def test_a_place_that_cannot_be_written_is_named():
    """So is a folder in which nothing can be made."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun(folder).close()
        with _nobody(folder, mode=0o555):
            with pytest.raises(Problem, match=r"The folder .*/data for the log cannot be made .* --data DIR"):
                Log.open(folder / "data" / FILE_NAME)
            with pytest.raises(Problem, match=r"mirror\.db cannot be written .* --data DIR"):
                Log.open(folder / FILE_NAME)


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path):
    """Whatever stands where the log should be, the answer is a sentence."""
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(Problem, match=r"mirror\.db cannot be written"):
        Log.open(tmp_path / FILE_NAME)


@pytest.mark.parametrize(
    ("code", "way_out"),
    [
        (sqlite3.SQLITE_FULL, "Free some space there"),
        (sqlite3.SQLITE_BUSY, "Close the program that has it open"),
        (sqlite3.SQLITE_READONLY, "Give this account the right to write there"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "Give this account the right to write there"),
        (sqlite3.SQLITE_CANTOPEN, "Move away what stands there"),
    ],
)
def test_a_refusal_names_the_way_out_of_its_own_cause(tmp_path: Path, code: int, way_out: str):
    """Free space does not help against a missing right."""
    error = sqlite3.OperationalError("refused")
    error.sqlite_errorcode = code
    sentence = str(Refused(tmp_path / FILE_NAME, error))
    assert f"{way_out}, or choose another folder" in sentence or f"{way_out}, give this account" in sentence


def _stamp_columns() -> dict[str, object]:
    now = stamp()
    return {
        "at_utc": now.at_utc,
        "local_day": now.local_day,
        "boot_id": now.boot_id,
        "monotonic_s": now.monotonic_s,
        "clock_synced": 1,
    }


@contextmanager
def _nobody(folder: Path, mode: int) -> Iterator[None]:
    """Work with a log that can only be read, in a folder of this mode, also when the tests run as root."""
    was = os.geteuid()
    (folder / FILE_NAME).chmod(0o444)
    folder.chmod(mode)
    if was == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        if was == 0:
            os.seteuid(0)
        folder.chmod(0o700)
