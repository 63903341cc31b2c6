"""The view says what the rows mean, to every program that opens the file."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mirror.diary.log import Log
from mirror.perception.excursion import HARDLY_MM, TOGETHER, Excursion
from mirror.therapy.effects import ExerciseEnded, Outcome, SessionBegan
from tests.diary.records import DAY, done, rows, running, stamp

MILLIMETRES = st.floats(-2.0, 15.0).map(lambda value: round(value, 3))


def _summary(data_dir: Path, columns: str) -> list[tuple[object, ...]]:
    return rows(data_dir, f"SELECT {columns} FROM daily_summary ORDER BY session_id, first_monotonic_s")


def test_the_means_of_a_day_are_taken_per_session_and_exercise(tmp_path: Path):
    """Three repetitions become one line; another session has lines of its own."""
    with running(tmp_path) as log:
        for session in (0, 1000):
            log.keep(SessionBegan(("smile", "eye_closure")), stamp(session))
            for number, left_mm in ((1, 1.0), (2, 2.0), (3, 3.0)):
                log.keep(done("smile", number, left_mm + session / 1000, 4.0, hold_s=number), stamp(session + number))
            log.keep(ExerciseEnded("smile", Outcome.DONE, 3), stamp(session + 4))
        log.keep(done("eye_closure", 1, 9.0, 9.9), stamp(1010))
    assert _summary(tmp_path, "local_day, session_id, exercise, movement, outcome, repetitions") == [
        (DAY, 1, "smile", "smile", "done", 3),
        (DAY, 2, "smile", "smile", "done", 3),
        (DAY, 2, "eye_closure", "eye_closure", None, 1),
    ]
    assert _summary(tmp_path, "left_mm, right_mm, symmetry, weaker, hold_s, round(confidence, 6)") == [
        (2.0, 4.0, 0.5, "left", 2.0, 0.9),
        (3.0, 4.0, 0.75, "left", 2.0, 0.9),
        (9.0, 9.9, 9.0 / 9.9, "together", 3.0, 0.9),
    ]


def test_an_exercise_guided_by_time_has_rounds_and_no_figures(tmp_path: Path):
    """What was not measured has no millimetres, not zero."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("cheek_puff",)), stamp())
        log.keep(ExerciseEnded("cheek_puff", Outcome.DONE, 0, guided_rounds=5), stamp(1))
    columns = "exercise, repetitions, guided_rounds, left_mm, right_mm, symmetry, weaker, hold_s"
    assert _summary(tmp_path, columns) == [("cheek_puff", 0, 5, None, None, None, None, None)]


def test_an_exercise_begun_twice_tells_how_it_ended_last(tmp_path: Path):
    """Every repetition counts, also those before the patient went back to the start."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        log.keep(done("smile", 1, 2.0, 4.0), stamp(1))
        log.keep(ExerciseEnded("smile", Outcome.SKIPPED, 1), stamp(2))
        log.keep(done("smile", 1, 2.0, 4.0), stamp(3))
        log.keep(ExerciseEnded("smile", Outcome.DONE, 1), stamp(4))
    assert _summary(tmp_path, "exercise, repetitions, guided_rounds, outcome") == [("smile", 2, 0, "done")]


@settings(max_examples=60, deadline=None)
@given(left_mm=MILLIMETRES, right_mm=MILLIMETRES)
@example(left_mm=TOGETHER * 5.0, right_mm=5.0)
@example(left_mm=5.0, right_mm=TOGETHER * 5.0 - 0.001)
@example(left_mm=0.0, right_mm=0.0)
@example(left_mm=0.0, right_mm=HARDLY_MM)
@example(left_mm=0.0, right_mm=HARDLY_MM - 0.001)
@example(left_mm=-1.0, right_mm=-2.0)
def test_the_view_and_the_measurement_agree_on_the_weaker_side(
    tmp_path_factory: pytest.TempPathFactory, left_mm: float, right_mm: float
):
    """The threshold written out in the view is the one the rest of the mirror uses."""
    folder = tmp_path_factory.mktemp("view")
    with running(folder) as log:
        log.keep(done("smile", 1, left_mm, right_mm), stamp())
    excursion = Excursion(left_mm, right_mm, confidence=0.9)
    expected = "together" if excursion.weaker is None else excursion.weaker.value
    assert _summary(folder, "weaker, symmetry") == [(expected, excursion.symmetry)]


def test_the_page_of_a_day_does_not_read_every_other_day(tmp_path: Path):
    """The view is found by an index, so that it stays quick over the years."""
    Log.open(tmp_path / "mirror.db").close()
    plan = rows(tmp_path, f"EXPLAIN QUERY PLAN SELECT * FROM daily_summary WHERE local_day = '{DAY}'")
    steps = [str(step[3]) for step in plan]
    assert any("session_means_by_day" in step for step in steps)
    scans = tuple(f"SCAN {table}" for table in ("repetitions", "exercises", "sessions", "session_means"))
    assert not any(step.startswith(scans) for step in steps)
