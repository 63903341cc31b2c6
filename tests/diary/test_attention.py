"""What of a day somebody should look at."""

from pathlib import Path

from mirror.diary.attention import Attention, Matter, attention
from mirror.diary.log import Log
from mirror.diary.reading import FILE_NAME, reading
from mirror.therapy.effects import Answered, EyeSeen, FaultNoted, SessionBegan, SignSeen
from mirror.therapy.evidence import Sign
from mirror.therapy.eye_guardian import EyeWatch
from mirror.therapy.questions import QuestionId
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
    with running(tmp_path):
        pass
    assert _found(tmp_path) == (Attention(Matter.CUT_OFF, stamp().at_utc, "", ""),)
    assert _found(tmp_path, "2026-11-20") == ()
    log = Log.open(tmp_path / FILE_NAME)
    log.begin_run("0.1.0", "m", "pi", stamp(87650.0, synced=False))
    log.close()
    assert _found(tmp_path, "2026-11-22") == (Attention(Matter.CLOCK, stamp(87650.0).at_utc, "", ""),)
