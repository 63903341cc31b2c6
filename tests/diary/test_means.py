"""The means beside the repetitions, and the trend that is read from them."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from mirror.diary.log import Log
from mirror.diary.means import MEANS, rebuild
from mirror.diary.reading import FILE_NAME, reading
from mirror.diary.repeatability import repeatabilities
from mirror.diary.schema import migrations
from mirror.diary.trend import trend
from mirror.perception.excursion import Excursion, Movement
from mirror.therapy.catalogue import Purpose
from mirror.therapy.effects import RepetitionRefined, SessionBegan
from tests.diary.records import DAY, begun, done, rows, running, stamp

ALL = f"SELECT * FROM {MEANS} ORDER BY session_id, exercise, movement, reading, model"


def _refined(number: int, left_mm: float | None, right_mm: float = 8.0, model: str = "net-2") -> RepetitionRefined:
    start_s = done("smile", number, 2.0, 4.0).repetition.start_s
    found = None if left_mm is None else Excursion(left_mm, right_mm, 0.8)
    return RepetitionRefined("smile", number, start_s, found, None if found else "blurred", model)


CHANGES = st.lists(
    st.one_of(
        st.builds(lambda number, mm: done("smile", number, mm, 4.0), st.integers(1, 4), st.floats(-1, 9)),
        st.builds(_refined, st.integers(1, 4), st.none() | st.floats(-1, 9), model=st.sampled_from(["a", "b"])),
        st.just(done("eye_closure", 1, 7.0, 8.0)),
        st.just(SessionBegan(("smile",))),
    ),
    max_size=14,
)


@settings(max_examples=40)
@given(changes=CHANGES, gone=st.integers(1, 4), moved=st.booleans())
def test_the_means_are_those_of_the_repetitions_whatever_happens_to_them(tmp_path_factory, changes, gone, moved):
    """Added, refined, taken away, or moved to another day: what the triggers keep is what reckoning all anew gives."""
    folder = tmp_path_factory.mktemp("means")
    with closing(begun(folder)) as log:
        for change in changes:
            log.keep(change, stamp())
    with closing(sqlite3.connect(folder / FILE_NAME)) as plain, closing(Database(plain, execute_plugins=False)) as db:
        with db.atomic():
            db.execute("DELETE FROM co_movements")
            db.execute("DELETE FROM repetitions WHERE number = ?", (gone,))
            if moved:
                db.execute("UPDATE repetitions SET local_day = '2026-11-20' WHERE session_id = 1")
        kept = db.execute(ALL).fetchall()
        with db.atomic():
            rebuild(db)
        assert db.execute(ALL).fetchall() == kept
        measured = db.execute("SELECT count(*), count(left_mm) FROM repetitions").fetchone()
        assert db.execute(f"SELECT total(repetitions), total(figures) FROM {MEANS}").fetchone() == measured


def test_light_and_refined_figures_are_never_averaged_together(tmp_path: Path):
    """One refined figure of three takes the line; without any, the light ones do; the line says which it is."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile", "eye_closure")), stamp())
        for number in (1, 2, 3):
            log.keep(done("smile", number, 2.0, 4.0), stamp(number))
        log.keep(_refined(2, 6.0), stamp(5))
        log.keep(_refined(3, None), stamp(6))
        log.keep(done("eye_closure", 1, 7.0, 8.0), stamp(7))
    columns = "exercise, repetitions, reading, figures, left_mm, right_mm"
    assert rows(tmp_path, f"SELECT {columns} FROM daily_summary ORDER BY first_monotonic_s") == [
        ("smile", 3, "refined", 1, 6.0, 8.0),
        ("eye_closure", 1, "light", 1, 7.0, 8.0),
    ]
    with reading(tmp_path) as db:
        (day,) = trend(db, Movement.SMILE, DAY, DAY)
    assert (day.reading, day.figures, day.repetitions) == ("refined", 1, 3)
    assert (day.left_mm, day.right_mm, day.symmetry, day.weaker, day.model) == (6.0, 8.0, 0.75, "left", "net-2")


def test_what_a_face_did_under_a_stimulator_is_not_its_own_figure(tmp_path: Path):
    """Such a repetition counts; its millimetres enter no mean and no trend."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        log.keep(done("smile", 1, 2.0, 4.0), stamp(1))
        log.keep(replace(done("smile", 2, 9.0, 9.0), stimulated=True), stamp(2))
    assert rows(tmp_path, "SELECT repetitions, figures, left_mm, right_mm FROM daily_summary") == [(2, 1, 2.0, 4.0)]
    with reading(tmp_path) as db:
        (day,) = trend(db, Movement.SMILE, DAY, DAY)
    assert (day.repetitions, day.figures, day.left_mm) == (2, 1, 2.0)


def test_practice_and_assessment_are_two_trends(tmp_path: Path):
    """A gentle practice beside a full movement would look like a loss."""
    with running(tmp_path) as log:
        for at_s, purpose, mm in (
            (0, Purpose.PRACTICE, 2.0),
            (100, Purpose.ASSESSMENT, 8.0),
            (200, Purpose.PRACTICE, 4.0),
        ):
            log.keep(SessionBegan(("smile",), purpose=purpose), stamp(at_s))
            log.keep(done("smile", 1, mm, 10.0), stamp(at_s + 1))
    with reading(tmp_path) as db:
        (practised,) = trend(db, Movement.SMILE, DAY, DAY)
        (assessed,) = trend(db, Movement.SMILE, DAY, DAY, Purpose.ASSESSMENT)
        assert trend(db, Movement.SMILE, "2026-11-22", "2026-11-30") == ()
    assert (practised.sessions, practised.left_mm, practised.noise_mm) == (2, 3.0, 0.1)
    assert (assessed.sessions, assessed.left_mm) == (1, 8.0)


def test_a_day_measured_by_two_models_says_so(tmp_path: Path):
    """Their figures stand in one line, because the day was one; nobody takes it for one model's."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        for number, model in ((1, "a"), (2, "b")):
            log.keep(done("smile", number, 2.0, 4.0), stamp(number))
            log.keep(_refined(number, 4.0, model=model), stamp(number))
    with reading(tmp_path) as db:
        (day,) = trend(db, Movement.SMILE, DAY, DAY)
    assert day.model == "several"


def test_a_trend_reads_no_repetition(tmp_path: Path):
    """Neither it nor the repeatability beside it touches the table that grows with every hold."""
    Log.open(tmp_path / FILE_NAME).close()
    asked: list[str] = []
    with reading(tmp_path) as db:
        db.set_trace_callback(asked.append)
        trend(db, Movement.SMILE, DAY, DAY)
        repeatabilities(db)
        db.set_trace_callback(None)
        steps = [str(row["detail"]) for one in asked for row in db.execute(f"EXPLAIN QUERY PLAN {one}")]
        newest_first = [str(row["detail"]) for row in db.execute(f"EXPLAIN QUERY PLAN {asked[-1]}")]
    assert any("session_means_by_movement (movement=? AND local_day>? AND local_day<?)" in step for step in steps)
    assert not any("repetitions" in step or step.startswith((f"SCAN {MEANS}", "SCAN sessions")) for step in steps)
    assert newest_first == ["SEARCH session_means USING INDEX session_means_by_movement (movement=?)"]


def test_the_log_of_the_first_version_is_brought_up_to_date(tmp_path: Path):
    """Its repetitions have their means, its eye care was done at the mirror, and nothing of it is lost."""
    with closing(Database(tmp_path / FILE_NAME, execute_plugins=False)) as db:
        migrations.apply(db, stop_before="m002_stimulations")
        stamped = "'2025-11-20T08:00:00.000Z', '2025-11-20', 'b', 1.0, 1"
        columns = "at_utc, local_day, boot_id, monotonic_s, clock_synced"
        with db.atomic():
            db.execute(f"INSERT INTO runs (app_version, model, camera, {columns}) VALUES ('0', 'm', 'pi', {stamped})")
            db.execute(
                f"""INSERT INTO sessions (run_id, planned, camera, model, app_version, duty, purpose, {columns})
                    VALUES (1, '["smile"]', 'pi', 'm', '0', 'short practice', 'practice', {stamped})"""
            )
            db.execute(
                f"""INSERT INTO repetitions (session_id, exercise, movement, number, left_mm, right_mm, symmetry,
                        hold_s, confidence, reading, light_left_mm, light_right_mm, rest_noise_mm, model, app_version,
                        start_s, hold_start_s, hold_end_s, end_s, {columns})
                    VALUES (1, 'smile', 'smile', 1, 2, 4, 0.5, 3, 0.9, 'light', 2, 4, 0.1, 'm', '0', 1, 2, 3, 4,
                        {stamped})"""
            )
            db.execute(
                f"INSERT INTO duties (run_id, duty, outcome, {columns}) VALUES (1, 'eye care', 'done', {stamped})"
            )
    begun(tmp_path).close()
    assert rows(tmp_path, "SELECT local_day, left_mm, reading FROM daily_summary") == [("2025-11-20", 2.0, "light")]
    assert rows(tmp_path, "SELECT movement, left_mm FROM trend_by_movement") == [("smile", 2.0)]
    assert rows(tmp_path, "SELECT duty, who FROM duties") == [("eye care", "mirror")]
    assert rows(tmp_path, "SELECT plan_id, done_eye FROM adherence LIMIT 1") == [(None, 1)]
