"""What the plan asked for, beside what was done."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mirror.diary.adherence import AdherenceDay, adherence, plan_on, plans
from mirror.diary.chart import chart_of
from mirror.diary.reading import reading
from mirror.diary.stamp import Stamp, stamp_at, when_of
from mirror.perception.face import Side
from mirror.plan_file import plan_of_the_day
from mirror.problem import Problem
from mirror.therapy.effects import (
    DutyDone,
    ExerciseEnded,
    LockTold,
    NoteWritten,
    Outcome,
    PlanFollowed,
    PracticeTime,
    PutOff,
    SessionBegan,
    SessionEnded,
    Who,
)
from mirror.therapy.gate import Why
from mirror.therapy.plan_text import new_text
from mirror.therapy.stage import Stage
from mirror.therapy.timetable import Duty
from tests.diary.records import DAY, begun, done, rows, running, stamp

#: A Saturday in the records; the long practices of the plan are on Tuesday and Friday.
SATURDAY = date(2026, 11, 21)


def later(days: int, hours: float = 0.0) -> Stamp:
    """So many days after that morning."""
    now = datetime(2026, 11, 21, 8, 12, tzinfo=UTC) + timedelta(days=days, hours=hours)
    return stamp_at(now, 100.0 + days * 87650.0 + hours * 3600.0, boot_id="boot-1", clock_synced=True, zone=UTC)


def followed(folder: Path, text: str | None, today: date = SATURDAY) -> PlanFollowed:
    """What the mirror keeps of a plan file."""
    file = folder / "plan-of-the-test.toml"
    file.unlink(missing_ok=True)
    if text is not None:
        file.write_text(text)
    following = plan_of_the_day(file, today, Side.LEFT)
    return PlanFollowed(following.standing, following.plan, following.text)


PARETIC = new_text(Stage.PARETIC, Side.RIGHT, SATURDAY)


def _practice(
    log, at: Stamp, outcomes: list[Outcome], over: Outcome | None, duty: Duty = Duty.SHORT, planned: int = 2
) -> None:
    log.keep(SessionBegan(("smile", "snarl", "pucker")[:planned], duty), at)
    log.keep(PracticeTime(90.0), at)
    for name, outcome in zip(("smile", "snarl", "pucker"), outcomes, strict=False):
        count = 0 if outcome is Outcome.SKIPPED else 3
        for number in range(1, count + 1):
            log.keep(done(name, number, 2.0, 4.0), at)
        log.keep(ExerciseEnded(name, outcome, count), at)
    if over is not None:
        log.keep(SessionEnded(over), at)


def _days(folder: Path, first: str, last: str) -> tuple[AdherenceDay, ...]:
    with reading(folder) as db:
        assert db is not None
        return adherence(db, first, last)


def test_each_day_shows_what_was_planned_and_what_was_done(tmp_path: Path):
    """A Saturday of practice, a Sunday with the mirror switched off, a Tuesday that asks for a longer one."""
    with running(tmp_path) as log:
        log.keep(followed(tmp_path, PARETIC), later(0))
        log.keep(LockTold("smile", Why.PAIN, "Rest."), later(0))
        log.keep(LockTold("smile", Why.PAIN, "Rest."), later(0))
        _practice(log, later(0), [Outcome.DONE, Outcome.SKIPPED], Outcome.DONE)
        log.keep(DutyDone(Duty.EYE_DAY), later(0, 1))
        log.keep(DutyDone(Duty.EYE_DAY, Who.CAREGIVER, "e-1"), later(0, 2))
        log.keep(PutOff(Duty.SHORT), later(0, 3))
        _practice(log, later(0, 9), [Outcome.DONE, Outcome.DONE], None)
        _practice(log, later(3), [Outcome.DONE], Outcome.STOPPED, Duty.LONG, planned=3)
    saturday, sunday, _monday, tuesday = _days(tmp_path, DAY, "2026-11-24")
    assert (saturday.revision, saturday.planned_short, saturday.planned_long) == (1, 2, 0)
    assert (saturday.done_short, saturday.done_long, saturday.planned_min, saturday.done_min) == (2, 0, 10.0, 3.0)
    assert (saturday.done_eye, saturday.put_off, saturday.skipped, saturday.locked) == (2, 1, 1, 1)
    assert (saturday.practices, saturday.practised, saturday.whole) == (2, True, True)
    assert (sunday.planned_short, sunday.done_short, sunday.practised, sunday.whole) == (2, 0, False, False)
    assert (tuesday.planned_long, tuesday.done_long, tuesday.practices) == (1, 0, 1)
    view = rows(tmp_path, "SELECT * FROM adherence ORDER BY local_day")
    assert view[0] == tuple(getattr(saturday, name) for name in AdherenceDay.__slots__)
    assert [row[0] for row in view] == [DAY, "2026-11-22", "2026-11-23", "2026-11-24"]


@pytest.mark.parametrize("over", [None, Outcome.DONE, Outcome.STOPPED])
@pytest.mark.parametrize("practised", [0, 1, 2, 3])
@pytest.mark.parametrize("planned", [1, 2, 3])
def test_a_session_counts_in_the_view_as_it_counts_in_the_day(tmp_path: Path, over, practised, planned):
    """The rule that is written out in the view is the one by which the mirror plans the day."""
    with running(tmp_path) as log:
        outcomes = [Outcome.DONE] * practised + [Outcome.SKIPPED] * (3 - practised)
        _practice(log, stamp(), outcomes, over, planned=planned)
    (day,) = _days(tmp_path, DAY, DAY)
    assert day.done_short == chart_of(tmp_path, UTC).practised_today(when_of(stamp(60.0), UTC))


def test_a_plan_is_kept_once_with_the_day_from_which_it_held(tmp_path: Path):
    """Read again it has no second row; another revision, an end and a file that is gone have one each."""
    second = PARETIC.replace("revision = 1 ", "revision = 2 ")
    with running(tmp_path) as log:
        for days, text in ((0, PARETIC), (1, PARETIC), (2, second), (400, second), (401, second), (402, None)):
            log.keep(followed(tmp_path, text, SATURDAY + timedelta(days=days)), later(days))
    with reading(tmp_path) as db:
        kept = plans(db)
        assert plan_on(db, "2026-11-22") == kept[0]
        assert plan_on(db, "2026-11-23") == kept[1]
        assert plan_on(db, "2026-11-20") is None
    assert [(one.local_day, one.standing, one.revision) for one in kept] == [
        (DAY, "in force", 1),
        ("2026-11-23", "in force", 2),
        ("2027-12-26", "expired", None),
        ("2027-12-28", "missing", None),
    ]
    assert (kept[0].text, kept[0].affected_side, kept[0].stage) == (PARETIC, "right", "paretic")
    assert (kept[3].text, kept[3].stage) == (None, "flaccid")
    assert rows(tmp_path, "SELECT DISTINCT weekday FROM plan_duties WHERE plan_id = 1 AND duty = 'long practice'") == [
        (1,),
        (4,),
    ]


def test_before_any_plan_is_known_nothing_was_planned(tmp_path: Path):
    """Not known is not none: the figures are empty, and a day with a practice is called whole."""
    with running(tmp_path) as log:
        _practice(log, stamp(), [Outcome.DONE], Outcome.DONE)
    (day,) = _days(tmp_path, DAY, DAY)
    assert (day.plan_id, day.planned_short, day.planned_min, day.planned_eye, day.planned) == (None,) * 5
    assert day.whole
    assert day.done_short == 1
    assert _days(tmp_path, "2026-11-22", DAY) == ()
    with pytest.raises(Problem, match="is not a day"):
        _days(tmp_path, "yesterday", DAY)


def test_what_came_from_a_phone_is_kept_once_and_belongs_to_no_session(tmp_path: Path):
    """Handed over twice, as after a pulled plug, in the middle of a practice begun the evening before."""
    note, tick = NoteWritten("Slept well.", entry="n-1"), DutyDone(Duty.EYE_NIGHT, Who.CAREGIVER, "t-1")
    log = begun(tmp_path)
    log.keep(SessionBegan(("smile",)), later(-1, 15.5))
    assert len(log.keep(note, stamp())) == len(log.keep(tick, stamp())) == 1
    assert log.keep(note, stamp(60.0)) == log.keep(tick, stamp(60.0)) == ()
    log.close()
    assert rows(tmp_path, "SELECT who, text, session_id, local_day FROM notes") == [
        ("caregiver", "Slept well.", None, DAY)
    ]
    assert rows(tmp_path, "SELECT duty, who, entry, session_id FROM duties") == [
        ("eye care for the night", "caregiver", "t-1", None)
    ]
    assert chart_of(tmp_path, UTC).duties == ((when_of(stamp(), UTC), Duty.EYE_NIGHT),)
