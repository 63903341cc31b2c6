"""A plan read aloud."""

import pytest

from mirror.perception.face import Side
from mirror.therapy.plan_text import safe_plan
from mirror.therapy.plan_words import plan_as_text
from mirror.therapy.stage import Stage
from tests.therapy.plans import PLAN, STIMULATION, TODAY, plan


def test_a_plan_is_told_in_plain_language():
    """Every part of it, in sentences."""
    assert plan_as_text(plan(PLAN + STIMULATION)) == (
        "Plan, revision 3, written on 20 November 2026, by A. Therapist.\n"
        "It holds until 15 January 2027.\n"
        "The left side moves less, since 1 August 2026.\n"
        "Stage: paretic. First small movements: few, slow and small, the same on both sides.\n"
        "The face is shown as: outline and true mirror.\n"
        "\n"
        "When\n"
        "  Short practice, up to 5 minutes: on Monday, Wednesday and Saturday at 08:30 and 18:00.\n"
        "  Longer session, up to 20 minutes: on Tuesday and Friday at 17:00.\n"
        "  Eye care: every 120 minutes from 08:00 to 20:30, and for the night at 21:30.\n"
        "  Nothing is asked from 22:00 to 07:30.\n"
        "  In focus, changing daily: mouth and eye.\n"
        "\n"
        "Exercises\n"
        "  Closed smile: 5 times, hold 3 s, rest 6 s, effort 15 to 30 percent, on Saturday.\n"
        "  Gentle eye closure: 5 times, hold 2.5 s, rest 6 s, effort 20 to 30 percent.\n"
        "\n"
        "Routines\n"
        "  Massage, cheeks: 3 minutes.\n"
        "\n"
        "Stimulation, prescribed: left cheek, 3 s on, 6 s off, up to 15 minutes a session, 3 sessions a week, 6 weeks, "
        "until 1 January 2027.\n"
        "\n"
        "Stop if it hurts, tightens or tires.\n"
    )


def test_pulses_are_told_as_such():
    """Where the session is limited by them."""
    text = PLAN + STIMULATION.replace("minutes_per_session = 15", "pulses_per_session = 60")
    assert "up to 60 pulses a session" in plan_as_text(plan(text))


@pytest.mark.parametrize("stage", Stage)
def test_a_safe_plan_says_that_nobody_has_signed_it(stage):
    """And that there is no stimulation."""
    said = plan_as_text(safe_plan(stage, Side.RIGHT, TODAY))
    assert "no therapist has signed it" in said
    assert "No stimulation: it is off." in said
    assert ("None in this stage." in said) == (stage is Stage.FLACCID)
    assert "!" not in said


def test_what_is_left_out_is_not_told():
    """No routines, no eye care, no longer session."""
    text = PLAN.replace(PLAN[PLAN.index("[long_practice]") : PLAN.index("[reminders]")], "").partition("[[routine]]")[0]
    said = plan_as_text(plan(text.replace('night = "21:30"\n', "")))
    for word in ("Routines", "Eye care", "Longer", "focus"):
        assert word not in said
