"""The log as people read it."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest

from mirror.diary.page import day_page, parse_day
from mirror.diary.reading import FILE_NAME, reading
from mirror.diary.today import as_json, day_text, today_text, week_text
from mirror.problem import Problem
from mirror.therapy.catalogue import catalogue
from mirror.therapy.effects import ExerciseEnded, FaultNoted, Outcome, SessionBegan, SessionEnded
from tests.diary.records import DAY, begun, done, rows, running, stamp


def _practise(data_dir: Path) -> None:
    """One session: three exercises of three repetitions, the left side weaker in two."""
    with running(data_dir) as log:
        log.keep(SessionBegan(("brow_raise", "eye_closure", "smile")), stamp())
        lengths = {"brow_raise": (2.1, 4.3), "eye_closure": (9.4, 9.8), "smile": (10.04, 15.96)}
        for place, (exercise, (left_mm, right_mm)) in enumerate(lengths.items()):
            for number in (1, 2, 3):
                log.keep(done(exercise, number, left_mm, right_mm, hold_s=3.04), stamp(place * 60 + number))
            log.keep(ExerciseEnded(exercise, Outcome.DONE, 3), stamp(place * 60 + 10))
        log.keep(SessionEnded(Outcome.DONE), stamp(200))


def test_today_is_a_sentence_and_an_aligned_table(tmp_path: Path):
    """The page of a finished session, word for word."""
    _practise(tmp_path)
    assert today_text(tmp_path, DAY, zone=UTC) == (
        "Saturday 21 November 2026: one session, three exercises, nine repetitions.\n"
        "\n"
        "08:12, short practice, done\n"
        "                    Repetitions  Left mm  Right mm  Weaker side  Hold s\n"
        "Brow raise                    3      2.1       4.3         left     3.0\n"
        "Gentle eye closure            3      9.4       9.8     together     3.0\n"
        "Closed smile                  3     10.0      16.0         left     3.0\n"
        "\n"
        "Left and right are your own sides. Lengths and holds are means over the\n"
        "repetitions.\n"
        "Mirror estimate, not a diagnosis.\n"
    )


def test_what_was_not_measured_is_said_in_words(tmp_path: Path):
    """Guided, skipped, tried and cut off: each says so, without a figure that was not measured."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("cheek_puff", "snarl", "pucker", "smile")), stamp())
        log.keep(ExerciseEnded("cheek_puff", Outcome.DONE, 0, guided_rounds=5), stamp(10))
        log.keep(ExerciseEnded("snarl", Outcome.SKIPPED, 0), stamp(20))
        log.keep(ExerciseEnded("pucker", Outcome.NOT_YET, 0), stamp(30))
        log.keep(done("smile", 1, 2.0, 4.0), stamp(40))
        log.keep(ExerciseEnded("smile", Outcome.STOPPED, 1), stamp(50))
        log.keep(SessionEnded(Outcome.STOPPED), stamp(50))
    assert today_text(tmp_path, DAY, zone=UTC).splitlines()[:8] == [
        "Saturday 21 November 2026: one session, two exercises, one repetition.",
        "",
        "08:12, short practice, stopped early",
        "              Repetitions  Left mm  Right mm  Weaker side  Hold s",
        "Cheek puff    five rounds, guided by time",
        "Nose wrinkle  skipped",
        "Pucker        no movement to be sure of yet",
        "Closed smile            1      2.0       4.0         left     3.0",
    ]
    assert "  stopped early" in today_text(tmp_path, DAY, zone=UTC).splitlines()


def test_exercises_have_the_names_of_the_screen(tmp_path: Path):
    """What the catalogue knows is called as on the glass; an exercise of another version by its id."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("snarl", "ear_wiggle")), stamp())
        log.keep(ExerciseEnded("snarl", Outcome.SKIPPED, 0), stamp(20))
        log.keep(ExerciseEnded("ear_wiggle", Outcome.SKIPPED, 0), stamp(30))
    lines = today_text(tmp_path, DAY, zone=UTC).splitlines()
    assert [line.split("  ")[0] for line in lines[3:5]] == [catalogue()["snarl"].name, "Ear wiggle"]


def test_a_side_that_was_pulled_the_other_way_did_not_move(tmp_path: Path):
    """People read 0.0; the row and the page for programs keep the sign."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        log.keep(done("smile", 1, -0.4, 5.0), stamp(10))
    assert "0.0       5.0         left" in today_text(tmp_path, DAY, zone=UTC)
    assert "-0.4" not in today_text(tmp_path, DAY, zone=UTC)
    with reading(tmp_path) as db:
        assert day_page(db, DAY).practised[0].left_mm == pytest.approx(-0.4)


def test_a_session_that_was_cut_off_keeps_what_was_done(tmp_path: Path):
    """The page says that the mirror was switched off, and shows the repetitions before that."""
    log = begun(tmp_path)
    log.keep(SessionBegan(("smile",)), stamp())
    log.keep(done("smile", 1, 2.0, 4.0), stamp(5))
    log.close()
    assert "08:12, short practice, not ended yet" in today_text(tmp_path, DAY, zone=UTC)
    begun(tmp_path).close()
    text = today_text(tmp_path, DAY, zone=UTC)
    assert "08:12, short practice, the mirror was switched off" in text
    assert "one session, one exercise, one repetition." in text


def test_a_session_without_an_exercise_is_not_called_practice(tmp_path: Path):
    """Looking in is not practising, and nothing is made of it."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        log.keep(SessionEnded(Outcome.STOPPED), stamp(5))
    assert today_text(tmp_path, DAY, zone=UTC) == (
        "Saturday 21 November 2026: one session begun, no exercise yet.\n\n"
        "08:12, short practice, stopped early. No exercise yet.\n"
    )


def test_faults_are_noted_under_the_day(tmp_path: Path):
    """What went wrong stands on the page with its time, also on a day without a session."""
    with running(tmp_path) as log:
        log.keep(FaultNoted("camera", "I cannot see through the lens."), stamp(60))
    text = today_text(tmp_path, DAY, zone=timezone(timedelta(hours=1)))
    assert text == "No practice yet today.\n\nNoted:\n  09:13  camera: I cannot see through the lens.\n"


def test_an_empty_day_is_a_sentence(tmp_path: Path):
    """Without a session, and without a log, there is an answer and no error."""
    missing = f"There is no log in {tmp_path} yet. It begins with the first session.\n"
    assert today_text(tmp_path, DAY) == day_text(tmp_path, DAY) == week_text(tmp_path, DAY) == missing
    begun(tmp_path).close()
    assert today_text(tmp_path, DAY) == "No practice yet today.\n"
    assert day_text(tmp_path, "2026-11-20") == "No practice on Friday 20 November 2026.\n"
    assert week_text(tmp_path, DAY).startswith("15 November to 21 November 2026: nothing yet.\n")


def test_a_week_shows_seven_days(tmp_path: Path):
    """A day without practice is a dash; the sentence leaves out those before the log began, and today."""
    _practise(tmp_path)
    lines = week_text(tmp_path, "2026-11-22").splitlines()
    assert lines[0] == "16 November to 22 November 2026: practised on one day, the first in the log."
    assert lines[2].split() == ["Sessions", "Exercises", "Repetitions", "Routines"]
    assert [line.split()[:2] for line in lines[3:]] == [
        ["Monday", "16"], ["Tuesday", "17"], ["Wednesday", "18"], ["Thursday", "19"], ["Friday", "20"],
        ["Saturday", "21"], ["Sunday", "22"],
    ]  # fmt: skip
    assert lines[8].split()[3:] == ["1", "3", "9", "0"]
    assert lines[9].split()[3:] == ["-", "-", "-", "-"]


def test_day_and_week_count_the_same_under_the_same_names(tmp_path: Path):
    """Two exercises, one of them by time, and a routine, each in both sessions: alike in the sentence and the table."""
    with running(tmp_path) as log:
        for at_s in (0, 300):
            log.keep(SessionBegan(("smile", "cheek_puff", "massage_cheeks")), stamp(at_s))
            log.keep(done("smile", 1, 2.1, 4.3), stamp(at_s + 10))
            log.keep(ExerciseEnded("smile", Outcome.DONE, 1), stamp(at_s + 20))
            log.keep(ExerciseEnded("cheek_puff", Outcome.DONE, 0, guided_rounds=5), stamp(at_s + 30))
            log.keep(ExerciseEnded("massage_cheeks", Outcome.DONE, 0, guided_rounds=1), stamp(at_s + 40))
            log.keep(SessionEnded(Outcome.DONE), stamp(at_s + 50))
    assert day_text(tmp_path, DAY).startswith(
        "Saturday 21 November 2026: two sessions, two exercises, two repetitions, one\n  routine."
    )
    lines = week_text(tmp_path, DAY).splitlines()
    assert lines[2].split() == ["Sessions", "Exercises", "Repetitions", "Routines"]
    assert lines[-1].split()[3:] == ["2", "2", "2", "1"]


def test_the_page_for_programs_has_the_same_figures(tmp_path: Path):
    """The JSON of a day is one object with the sentence, the sessions and the note that it is an estimate."""
    _practise(tmp_path)
    with reading(tmp_path) as db:
        page = json.loads(json.dumps(as_json(day_page(db, DAY))))
    assert page["sentence"] == "Saturday 21 November 2026: one session, three exercises, nine repetitions."
    assert page["note"] == "Mirror estimate, not a diagnosis."
    (session,) = page["sessions"]
    found = [(line["exercise"], line["repetitions"], line["weaker"]) for line in session["exercises"]]
    assert found == [("brow_raise", 3, "left"), ("eye_closure", 3, "together"), ("smile", 3, "left")]


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "21.11.2026", "20261121", "2026-W47-6", "2026-11-21 ", ""])
def test_a_day_that_is_none_is_named(tmp_path: Path, text: str):
    """The sentence repeats what was written and shows how a day is written."""
    with pytest.raises(Problem, match=f"'{text}' is not a day. Write it as YYYY-MM-DD"):
        parse_day(text)
    with pytest.raises(Problem, match="is not a day"):
        day_text(tmp_path, text)


def test_readers_cannot_write(tmp_path: Path):
    """The log is opened read-only, whatever a reader tries."""
    _practise(tmp_path)
    with reading(tmp_path) as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM repetitions")
    assert rows(tmp_path, "SELECT count(*) FROM repetitions") == [(9,)]


def test_a_log_can_be_read_while_it_is_written(tmp_path: Path):
    """The page shows what has been saved so far, and the writer is not held up."""
    log = begun(tmp_path)
    log.keep(SessionBegan(("smile",)), stamp())
    with reading(tmp_path) as db:
        assert len(day_page(db, DAY).practised) == 0
        log.keep(done("smile", 1, 2.0, 4.0), stamp(5))
        assert len(day_page(db, DAY).practised) == 0, "one reading is one state of the log"
    with reading(tmp_path) as db:
        assert len(day_page(db, DAY).practised) == 1
    log.close()


def test_reading_leaves_nothing_beside_the_log(tmp_path: Path):
    """After an orderly end there is one file, and reading it keeps it so, byte for byte."""
    _practise(tmp_path)
    before = (tmp_path / FILE_NAME).read_bytes()
    assert "nine repetitions" in today_text(tmp_path, DAY, zone=UTC)
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_reading_after_a_pulled_plug_moves_no_row(tmp_path: Path):
    """Rows that wait beside the log are read there, and stay there until the mirror has looked for damage."""
    with closing(begun(tmp_path / "running")) as log:
        log.keep(done("smile", 1, 2.0, 4.0), stamp())
        shutil.copytree(tmp_path / "running", tmp_path / "pulled", ignore=shutil.ignore_patterns("*-shm"))
    names = (FILE_NAME, f"{FILE_NAME}-wal")
    before = [(tmp_path / "pulled" / name).read_bytes() for name in names]
    assert "one repetition" in today_text(tmp_path / "pulled", DAY, zone=UTC)
    assert [(tmp_path / "pulled" / name).read_bytes() for name in names] == before


def test_a_damaged_log_is_a_sentence_for_readers_too(tmp_path: Path):
    """Reading changes nothing and says what will happen."""
    (tmp_path / FILE_NAME).write_text("not a database")
    with pytest.raises(Problem, match=r"mirror\.db cannot be read .*Nothing was changed"):
        today_text(tmp_path, DAY)
    assert (tmp_path / FILE_NAME).read_text() == "not a database"
