"""What a practice consists of: the plan's dose, the day's focus, no longer than allowed, and nothing locked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.perception.face import Side
from mirror.therapy.catalogue import Exercise, Region
from mirror.therapy.gate import Allowed, Locked, Why
from mirror.therapy.plan_text import safe_plan
from mirror.therapy.rota import Length, dose, effort, focus_on, practice_of
from mirror.therapy.stage import DOSES, Dose, Stage
from tests.therapy.plans import PLAN, TODAY, changed, plan

SATURDAY, TUESDAY = TODAY, date(2026, 11, 24)


def open_(entry):
    return Allowed(Stage.PARETIC)


def no_exercise(entry):
    return Locked(Why.NO_MOVEMENT, "It waits.", ("facial_rest",)) if isinstance(entry, Exercise) else open_(entry)


def ids(practice):
    return [part.entry.id for part in practice.parts]


def practices(plan_, length=Length.SHORT, day=SATURDAY, numbers=range(2), verdict_of=open_):
    return [practice_of(plan_, length, day, number, verdict_of) for number in numbers]


def test_the_dose_is_the_plan_s_then_the_catalogue_s_then_the_stage_s():
    """What the therapist left out is filled in."""
    text = changed(('id = "eye_closure"\nhold_s = 2.5', 'id = "slow_blink"\nrepetitions = 3'))
    smile, blink = plan(text).exercise
    assert dose(plan(), smile) == Dose(5, 3.0, 6.0)
    assert dose(plan(), blink) == Dose(3, 1.0, DOSES[Stage.PARETIC].rest_s)
    assert effort(plan(), smile) == (15, 30)
    assert effort(plan(), blink) == (20, 30)
    low = plan(
        changed(("effort_ceiling_percent = 30", "effort_ceiling_percent = 25"), ("effort_percent = [15, 30]\n", ""))
    )
    assert effort(low, low.exercise[0]) == (20, 25)


def test_the_exercises_of_a_practice_carry_the_plan_s_dose():
    """The session needs no plan to know the hold."""
    (first,) = [part.entry for part in practices(plan())[0].parts if part.entry.id == "smile"]
    assert isinstance(first, Exercise)
    assert (first.id, first.repetitions, first.hold_s, first.rest_s, first.effort_percent) == (
        "smile",
        5,
        3,
        6,
        (15, 30),
    )


def test_what_is_planned_for_some_days_comes_on_those_days():
    """The smile on Saturdays only."""
    assert "smile" in ids(practices(plan(), Length.LONG, SATURDAY)[0])
    assert ids(practices(plan(), Length.LONG, TUESDAY)[0]) == ["eye_closure", "massage_cheeks"]


def test_the_focus_takes_turns():
    """By day or by week, and what is in focus comes first."""
    daily, weekly = plan(), plan(changed(('turns = "daily"', 'turns = "weekly"')))
    assert {focus_on(daily, SATURDAY), focus_on(daily, SATURDAY + timedelta(days=1))} == {Region.MOUTH, Region.EYE}
    weeks = [focus_on(weekly, SATURDAY + timedelta(weeks=number)) for number in range(4)]
    assert weeks[0] == weeks[2] != weeks[1] == weeks[3]
    for days in range(2):
        day = SATURDAY + timedelta(days=7 * days)
        area = {Region.MOUTH: "smile", Region.EYE: "eye_closure"}[focus_on(daily, day)]
        assert ids(practices(daily, day=day)[0])[0] == area


def test_what_does_not_fit_comes_in_the_next_practice():
    """Five minutes of massage are cut, not squeezed, and the days go on where the last one ended."""
    safe = safe_plan(Stage.FLACCID, Side.LEFT, TODAY)
    found = [
        name
        for days in range(4)
        for practice in practices(safe, day=TODAY + timedelta(days=days))
        for name in ids(practice)
    ]
    assert set(found) == {one.id for one in safe.routine}


def test_release_comes_before_movement_in_the_synkinetic_stage():
    """In the longer session all of it is there, in this order."""
    found = ids(practices(safe_plan(Stage.SYNKINETIC, Side.LEFT, TODAY), Length.LONG)[0])
    assert found[:4] == ["facial_rest", "release_cheek", "release_eye", "release_neck"]


def test_what_the_gate_locks_is_left_out_and_told():
    """With the reason; the rest of the practice goes on."""
    found = practices(plan(), verdict_of=no_exercise)[0]
    assert ids(found) == ["massage_cheeks"]
    assert [(name, locked.why) for name, locked in found.locked] == [
        ("smile", Why.NO_MOVEMENT),
        ("eye_closure", Why.NO_MOVEMENT),
    ]


def test_a_practice_of_nothing_is_empty():
    """When all of it is locked, or there is no longer session."""
    text = PLAN.replace(PLAN[PLAN.index("[long_practice]") : PLAN.index("[focus]")], "")
    assert practices(plan(text), Length.LONG)[0].parts == ()
    assert practices(plan(), verdict_of=lambda entry: Locked(Why.PAIN, "It rests.", ("facial_rest",)))[0].parts == ()


@given(
    st.sampled_from(Stage), st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 3), st.sampled_from(Length)
)
def test_no_practice_is_longer_than_the_plan_allows(stage, day, number, length):
    """Of any stage, on any day."""
    safe = safe_plan(stage, Side.LEFT, TODAY)
    found = practice_of(safe, length, day, number, open_)
    allowed_min = safe.short_practice.minutes if length is Length.SHORT else 20
    assert found.duration_s <= 60 * allowed_min


@pytest.mark.parametrize("stage", Stage)
def test_every_safe_plan_has_something_for_every_practice(stage):
    """Nobody is called to an empty session."""
    safe = safe_plan(stage, Side.LEFT, TODAY)
    for practice in practices(safe):
        assert practice.parts
        assert practice.duration_s >= 60
