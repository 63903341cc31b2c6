"""What of a day somebody should look at."""

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from mirror.diary.attention import ADVICE_LASTS_DAYS, Attention, Matter, OpenAdvice, attention, open_advice
from mirror.diary.log import FELL, RESTART, Log
from mirror.diary.reading import FILE_NAME, reading
from mirror.therapy.effects import Answered, EyeSeen, FaultNoted, SessionBegan, SignSeen
from mirror.therapy.evidence import Sign
from mirror.therapy.eye_guardian import EyeWatch
from mirror.therapy.questions import QuestionId, Told
from mirror.therapy.red_flags import Urgency
from tests.diary.records import DAY, begun, running, stamp
from tests.diary.test_adherence import followed


def _found(folder: Path, day: str = DAY) -> tuple[Attention, ...]:
    with reading(folder) as db:
        assert db is not None
        return attention(db, day)


def test_the_most_urgent_comes_first(tmp_path: Path):
    """Of what was answered, seen and noted, each kind with its newest instant and how often."""
    log = begun(tmp_path)
    log.keep(followed(tmp_path, None), stamp())
    log.keep(FaultNoted("camera", "The lens is covered."), stamp(1))
    log.keep(FaultNoted("camera", "The lens is covered."), stamp(2))
    log.keep(EyeSeen(2.14, None, 0, EyeWatch.OPEN), stamp(3))
    log.keep(Answered(QuestionId.COMFORT, "Tight", Sign.TIGHT), stamp(4))
    log.keep(SessionBegan(("smile",)), stamp(5))
    log.keep(SignSeen(Sign.TIGHT, "smile"), stamp(6))
    log.keep(SignSeen(Sign.JOINED, "smile: eye"), stamp(7))
    log.keep(Answered(QuestionId.EYE, "Yes", Urgency.DOCTOR_TODAY), stamp(8))
    log.keep(Answered(QuestionId.STROKE, "Yes", Urgency.EMERGENCY), stamp(9))
    log.keep(Answered(QuestionId.EAR_AND_NECK, "No", Urgency.NONE), stamp(10))
    log.close()
    assert _found(tmp_path) == (
        Attention(Matter.RED_FLAG, stamp(9).at_utc, "emergency", "stroke"),
        Attention(Matter.RED_FLAG, stamp(8).at_utc, "doctor today", "eye"),
        Attention(Matter.TIGHT, stamp(6).at_utc, "", "", 2),
        Attention(Matter.EYE_OPEN, stamp(3).at_utc, "2.1", ""),
        Attention(Matter.PLAN, None, "missing", ""),
        Attention(Matter.FAULT, stamp(2).at_utc, "camera", "The lens is covered.", 2),
    )


def test_a_pulled_plug_and_a_clock_that_nobody_vouches_for_are_told(tmp_path: Path):
    """Of the day of the run they belong to; a day on which all was well has nothing."""
    begun(tmp_path).close()
    with closing(Log.open(tmp_path / FILE_NAME)) as log:
        log.begin_run("0.1.0", "m", "pi", replace(stamp(), boot_id="boot-2"))
        log.end_run(stamp())
    assert _found(tmp_path) == (Attention(Matter.CUT_OFF, stamp().at_utc, "", ""),)
    assert _found(tmp_path, "2026-11-20") == ()
    log = Log.open(tmp_path / FILE_NAME)
    log.begin_run("0.1.0", "m", "pi", stamp(87650.0, synced=False))
    log.close()
    assert _found(tmp_path, "2026-11-22") == (Attention(Matter.CLOCK, stamp(87650.0).at_utc, "", ""),)


def test_a_program_that_fell_is_a_fault_and_no_pulled_plug(tmp_path: Path):
    """The machine went on: nobody is asked about its plug, and each restart counts."""
    for _ in range(3):
        begun(tmp_path).close()
    assert _found(tmp_path) == (Attention(Matter.FAULT, stamp().at_utc, RESTART, FELL, 2),)


# What an earlier day has left open ------------------------------------------------------------------------------------

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
