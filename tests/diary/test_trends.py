"""Each movement over the days: what is averaged, what is compared, what is left out."""

from datetime import date, timedelta

import pytest

from mirror.diary.reading import reading
from mirror.diary.trend_spans import Step, spans, step_of
from mirror.diary.trends import Method, Trend, method_of, trends
from mirror.movement.change import Change
from mirror.perception.excursion import Movement
from tests.diary.long_logs import MODEL, TODAY, book, days_before

REFINED = Method("refined", MODEL)


def found_in(data_dir, since=date(2000, 1, 1), until=TODAY) -> dict[Movement, Trend]:
    with reading(data_dir) as db:
        return {trend.movement: trend for trend in trends(db, since, until)}


def test_a_log_without_practice_has_no_trends(tmp_path):
    """Nor has one whose days lie outside of what is asked for."""
    with book(tmp_path) as log:
        log.practice(TODAY - timedelta(days=30), 0.4, 1.0)
    assert found_in(tmp_path, since=TODAY) == {}


def test_a_day_is_the_mean_of_its_repetitions(tmp_path):
    """Over all its sessions, each repetition counting alike."""
    with book(tmp_path) as log:
        first, second = log.session(TODAY), log.session(TODAY)
        log.repetition(TODAY, first, "smile", 2.0, 8.0)
        for _ in range(3):
            log.repetition(TODAY, second, "smile", 4.0, 6.0)
    (day,) = found_in(tmp_path)[Movement.SMILE].days
    assert (day.left_mm, day.right_mm, day.repetitions, day.figures) == (3.5, 6.5, 4, 4)
    assert day.symmetry == pytest.approx(3.5 / 6.5)


def test_light_and_refined_figures_are_never_averaged_together(tmp_path):
    """Where some were read closely, the figures are theirs, and it is said how many they are of."""
    with book(tmp_path) as log:
        session = log.session(TODAY)
        log.repetition(TODAY, session, "smile", 2.0, 8.0)
        log.repetition(TODAY, session, "smile", 6.0, 6.0, reading="light")
    (day,) = found_in(tmp_path)[Movement.SMILE].days
    assert (day.left_mm, day.repetitions, day.figures, method_of(day)) == (2.0, 2, 1, REFINED)


def test_a_day_that_was_read_in_another_way_is_shown_and_not_compared(tmp_path):
    """An older landmark model has figures of its own."""
    with book(tmp_path) as log:
        for place, day in enumerate(days_before(20)):
            session = log.practice(day, 0.3 if place < 10 else 0.6, 1.0)
            if place < 10:
                log.db.execute("UPDATE repetitions SET model = 'old' WHERE session_id = ?", (session,))
    trend = found_in(tmp_path)[Movement.SMILE]
    assert len(trend.days) == 20
    assert [day.local_day for day in trend.compared] == [day.isoformat() for day in days_before(10)]
    assert trend.left.change is Change.NOT_SURE


def test_an_assessment_is_no_day_of_practice(tmp_path):
    """It asks for the full movement, a practice for a small one."""
    with book(tmp_path) as log:
        session = log.session(TODAY, purpose="assessment")
        log.repetition(TODAY, session, "smile", 8.0, 12.0)
        log.practice(TODAY - timedelta(days=1), 0.4, 1.0)
    (day,) = found_in(tmp_path)[Movement.SMILE].days
    assert day.local_day == (TODAY - timedelta(days=1)).isoformat()


def test_a_day_that_could_not_be_read_has_no_figures(tmp_path):
    """It is there, for it was practised, and zero is not its figure."""
    with book(tmp_path) as log:
        session = log.session(TODAY)
        log.repetition(TODAY, session, "smile", None, None)
    trend = found_in(tmp_path)[Movement.SMILE]
    assert [(day.repetitions, day.figures, day.left_mm, method_of(day)) for day in trend.days] == [(1, 0, None, None)]
    assert (trend.left, trend.method) == (None, None)


def test_a_movement_of_another_version_is_left_alone(tmp_path):
    """What it is, this program does not know."""
    with book(tmp_path) as log:
        log.repetition(TODAY, log.session(TODAY), "ear_wiggle", 1.0, 1.0)
    assert found_in(tmp_path) == {}


def test_a_side_that_returns_is_told_and_the_other_is_not(tmp_path):
    """Twelve weeks in which the left side comes from a third to three quarters."""
    with book(tmp_path) as log:
        for place, day in enumerate(days_before(84)):
            log.practice(day, 0.3 + 0.45 * place / 83, 1.0)
    trend = found_in(tmp_path)[Movement.SMILE]
    assert trend.left.change is Change.MORE
    assert trend.right.change is Change.NOT_SURE
    assert trend.symmetry.change is Change.MORE


def test_the_balance_is_never_surer_than_its_repetitions(tmp_path):
    """Its margin is at least what the repetitions of a session differ by, also where days are alike by luck."""
    with book(tmp_path) as log:
        for day in days_before(12):
            session = log.session(day)
            log.repetition(day, session, "smile", 2.0, 8.0)
            log.repetition(day, session, "smile", 4.0, 8.0)
    along = found_in(tmp_path)[Movement.SMILE].symmetry
    assert along.repeatability.sd == pytest.approx(0.25 / 2**0.5 / 2**0.5)


def test_long_trends_are_told_in_weeks_and_months(tmp_path):
    """As many marks as can be told apart; a step without practice is no mark."""
    with book(tmp_path) as log:
        for day in days_before(700):
            if day.day % 2 and (day.year, day.month) != (2026, 5):
                log.practice(day, 0.4, 1.0, repetitions=1)
    trend = found_in(tmp_path)[Movement.SMILE]
    assert step_of(trend, 400) is Step.DAY
    assert step_of(trend, 101) is Step.WEEK
    assert step_of(trend, 60) is Step.MONTH
    months = spans(trend, Step.MONTH)
    assert date(2026, 5, 1) not in [one.first.replace(day=1) for one in months]
    assert sum(one.repetitions for one in months) == len(trend.days)
