"""Which plan is followed: the one in force, or the safe one of the stage, and then it is said."""

from datetime import date, datetime

import pytest

from mirror.perception.face import Side
from mirror.therapy.catalogue import catalogue
from mirror.therapy.evidence import Confirmation, Confirmer, Evidence
from mirror.therapy.following import Standing, followed
from mirror.therapy.gate import Allowed, Locked, Why, judge
from mirror.therapy.plan_text import safe_plan
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
    """Its dose and its strengthening end; that movement has returned stays said."""
    found = following(PLAN, date(2027, 1, 16))
    assert found.standing is Standing.EXPIRED
    assert found.plan == safe_plan(Stage.PARETIC, Side.LEFT, date(2027, 1, 16))
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
