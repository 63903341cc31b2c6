"""What was advised on the days before."""

from datetime import date, timedelta
from pathlib import Path

from mirror.diary.advice import ADVICE_LASTS_DAYS, OpenAdvice, open_advice
from mirror.diary.reading import reading
from mirror.therapy.effects import Answered
from mirror.therapy.questions import QuestionId, Told
from mirror.therapy.red_flags import Urgency
from tests.diary.records import DAY, running, stamp

_DAY_S = 86_400.0


def _open(folder: Path, days_later: int) -> list[tuple[str, Urgency]]:
    day = date.fromisoformat(DAY) + timedelta(days=days_later)
    with reading(folder) as db:
        assert db is not None
        return [(one.question, one.urgency) for one in open_advice(db, day.isoformat())]


def test_advice_stays_open_for_the_next_few_days(tmp_path: Path):
    """From the day after it on, the most urgent first; on its own day it is that day's matter."""
    with running(tmp_path) as log:
        log.keep(Answered(QuestionId.ILL_OR_WORSE, "Yes", Urgency.DOCTOR_SOON), stamp(1))
        log.keep(Answered(QuestionId.EYE, "Yes", Urgency.DOCTOR_TODAY), stamp(2))
        log.keep(Answered(QuestionId.STROKE, "No", Urgency.NONE), stamp(3))
    both = [("eye", Urgency.DOCTOR_TODAY), ("ill_or_worse", Urgency.DOCTOR_SOON)]
    assert [_open(tmp_path, days) for days in range(ADVICE_LASTS_DAYS + 2)] == [[], both, both, both, []]
    with reading(tmp_path) as db:
        assert db is not None
        assert open_advice(db, "2026-11-22")[0] == OpenAdvice(date(2026, 11, 21), "eye", Urgency.DOCTOR_TODAY)


def test_a_later_answer_ends_what_it_is_about(tmp_path: Path):
    """The same question answered again ends its own advice; that a doctor has looked ends all of it."""
    with running(tmp_path) as log:
        log.keep(Answered(QuestionId.ILL_OR_WORSE, "Yes", Urgency.DOCTOR_SOON), stamp(1))
        log.keep(Answered(QuestionId.EYE, "Yes", Urgency.DOCTOR_TODAY), stamp(2))
        log.keep(Answered(QuestionId.EYE, "No", Urgency.NONE), stamp(_DAY_S))
    assert _open(tmp_path, 1) == [("ill_or_worse", Urgency.DOCTOR_SOON)]
    with running(tmp_path) as log:
        log.keep(Answered(QuestionId.LOOK_AFTER_WEEKS, "Yes", Told.DOCTOR_LOOKED), stamp(_DAY_S + 9))
    assert _open(tmp_path, 1) == []
