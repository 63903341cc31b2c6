"""Which plan is followed: the one in force, or the safe one of the stage, and then it is said."""

from datetime import date, datetime

import pytest

from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.therapy.catalogue import catalogue
from mirror.therapy.evidence import Confirmation, Confirmer, Evidence, Moved
from mirror.therapy.following import Standing, followed, plan_in_stage
from mirror.therapy.gate import Allowed, Locked, Why, judge, stage_now
from mirror.therapy.plan_text import new_text, safe_plan
from mirror.therapy.stage import Stage
from tests.therapy.plans import PLAN, TODAY, changed, plan

SMILE = catalogue()["smile"]
NOW = datetime(2026, 11, 21, 9, 30)


def following(text, today=TODAY, side=Side.RIGHT):
    return followed("plan.toml", None if text is None else text.encode(), today, side)


def verdict(found, entry=SMILE):
    return judge(entry, found.plan.stage, Evidence(), found.confirmations, NOW)


def test_a_plan_in_force_is_followed_and_its_prescriber_confirms_the_stage():
    """From the day it was written on."""
    found = following(PLAN)
    assert (found.standing, found.notice, found.detail) == (Standing.IN_FORCE, "", "")
    assert found.plan == plan()
    assert found.confirmations == (Confirmation(Confirmer.THERAPIST, Stage.PARETIC, datetime(2026, 11, 20, 4, 0)),)
    assert verdict(found) == Allowed(Stage.PARETIC)


def test_a_plan_that_nobody_signed_unlocks_nothing_active():
    """Whatever stage it names."""
    found = following(PLAN.replace("A. Therapist", " "))
    assert found.standing is Standing.IN_FORCE
    assert found.confirmations == ()
    refused = verdict(found)
    assert isinstance(refused, Locked)
    assert refused.why is Why.NO_MOVEMENT


def test_without_a_plan_the_flaccid_stage_s_safe_plan_holds():
    """Nothing active, and it is said."""
    found = following(None)
    assert found.standing is Standing.MISSING
    assert found.plan == safe_plan(Stage.FLACCID, Side.RIGHT, TODAY)
    assert found.notice == (
        "There is no plan yet. Please ask your therapist for one. Until then the mirror keeps to its safe plan."
    )
    assert "`mirror plan new`" in found.detail
    assert isinstance(verdict(found), Locked)


def test_an_expired_plan_falls_back_to_its_stage_and_says_so():
    """Its doses end, its times stay; that movement has returned stays said."""
    found = following(PLAN, date(2027, 1, 16))
    assert found.standing is Standing.EXPIRED
    safe = safe_plan(Stage.PARETIC, Side.LEFT, date(2027, 1, 16))
    assert (found.plan.exercise, found.plan.routine, found.plan.prescribed) == (safe.exercise, safe.routine, False)
    assert found.plan.short_practice == plan().short_practice
    assert "has ended" in found.notice
    assert "line 3" in found.detail
    assert found.confirmations == following(PLAN).confirmations


def test_a_plan_of_the_future_waits_and_asks_for_the_date():
    """The clock or the plan is off; the safe plan is followed until then."""
    found = following(PLAN, date(2025, 11, 21))
    assert found.standing is Standing.TO_COME
    assert "check the mirror's date" in found.notice
    assert found.plan.exercise == safe_plan(Stage.PARETIC, Side.LEFT, TODAY).exercise


@pytest.mark.parametrize(
    ("text", "stage", "side"),
    [
        (changed(("hold_s = 3\n", "hold_s = 90\n")), Stage.PARETIC, Side.LEFT),
        (changed(('"paretic"', '"better"')), Stage.FLACCID, Side.LEFT),
        (changed(('"left"', "3")), Stage.PARETIC, Side.RIGHT),
        ("stage = paretic", Stage.FLACCID, Side.RIGHT),
        ("", Stage.FLACCID, Side.RIGHT),
    ],
)
def test_a_plan_that_is_out_of_order_falls_back_as_far_as_it_can_be_read(text, stage, side):
    """To the most cautious stage where the stage itself cannot be read; it confirms nothing."""
    found = following(text)
    assert found.standing is Standing.FAULTY
    assert (found.plan.stage, found.plan.affected_side) == (stage, side)
    assert found.confirmations == ()
    assert "cannot be read" in found.notice
    assert found.detail.startswith("plan.toml, line ")


def test_a_plan_holds_in_its_own_stage_as_it_is():
    """Nothing is changed."""
    found = following(PLAN)
    assert plan_in_stage(found, Stage.PARETIC, TODAY) is found.plan


@pytest.mark.parametrize("stage", [Stage.FLACCID, Stage.SYNKINETIC])
def test_in_another_stage_the_safe_exercises_of_that_stage_take_their_place(stage):
    """A hold that is right for one stage is too long for another; the times of the day stay the plan's."""
    found, safe = plan_in_stage(following(PLAN), stage, TODAY), safe_plan(stage, Side.LEFT, TODAY)
    assert (found.stage, found.exercise, found.routine) == (stage, safe.exercise, safe.routine)
    assert (found.short_practice, found.eye_care, found.views) == (plan().short_practice, plan().eye_care, plan().views)
    assert found.long_practice == (None if stage is Stage.FLACCID else plan().long_practice)
    assert found.focus is None


def test_movement_that_was_seen_and_confirmed_brings_the_safe_plan_of_the_paretic_stage():
    """The whole way of a flaccid plan: nothing active, three days, a word, and small movements at the plan's times."""
    found = following(new_text(Stage.FLACCID, Side.LEFT, date(2026, 11, 10)))
    seen = Evidence(tuple(Moved(datetime(2026, 11, day, 9), Movement.SMILE, 1.2, 0.5) for day in (17, 18, 19)))
    word = Confirmation(Confirmer.CAREGIVER, Stage.PARETIC, datetime(2026, 11, 20, 18))
    for words, stage, name in (((), Stage.FLACCID, "mirrored_view"), ((word,), Stage.PARETIC, "brow_raise")):
        present = stage_now(found.plan.stage, seen, (*found.confirmations, *words), NOW)
        assert present is stage
        held = plan_in_stage(found, present, TODAY)
        assert (*held.exercise, *held.routine)[0].id == name
