"""The questions: what they ask after, what follows from each answer, and how they are worded."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.therapy.evidence import Confirmer, Sign
from mirror.therapy.press import Button
from mirror.therapy.questions import (
    BEFORE_PRACTICE,
    COMFORT,
    CONFIRM,
    FIRST_LOOK,
    FOREHEAD,
    LOOK_AFTER_MONTHS,
    LOOK_AFTER_WEEKS,
    QUESTIONS,
    STOPPED,
    Confirms,
    QuestionId,
    Told,
)
from mirror.therapy.red_flags import ADVICE, RedFlag, Urgency, most_urgent
from mirror.therapy.stage import Stage

YES_NOT_SURE_NO = ("Yes", "Not sure", "No")
UNKIND = ("!", "bad side", "paralys", "fail", "wrong", "abnormal", "droop", "stroke", "inject", "steroid")


def after(question):
    """What follows from the left, the middle and the right button."""
    return tuple(answer and answer.follows for answer in question.answers)


def sentences(*texts):
    return [one for text in texts for one in re.split(r"(?<=[.?]) ", text) if one]


def test_every_red_flag_is_asked_after_in_exactly_one_question():
    """None is lost, none is asked twice."""
    asked = [flag for question in QUESTIONS.values() for flag in question.flags]
    assert sorted(flag.name for flag in asked) == sorted(flag.name for flag in RedFlag)


def test_the_answer_that_means_danger_is_at_least_as_urgent_as_what_was_asked_after():
    """A question that holds an emergency and less is answered with the emergency."""
    for question in QUESTIONS.values():
        worst = most_urgent(one for one in after(question) if isinstance(one, Urgency))
        for flag in question.flags:
            assert worst.rank >= flag.urgency.rank, (question.id, flag)


def test_signs_of_a_stroke_and_of_a_closing_throat_mean_now():
    """Arm, leg, speech, sight, balance, confusion, headache, breath, swallowing, and the forehead that is spared."""
    now = {flag for flag in RedFlag if flag.urgency is Urgency.EMERGENCY}
    assert now == {
        *(RedFlag.LIMB, RedFlag.SPEECH, RedFlag.VISION, RedFlag.BALANCE, RedFlag.CONFUSION),
        *(RedFlag.HEADACHE, RedFlag.BREATHING, RedFlag.SWALLOWING, RedFlag.FOREHEAD_SPARED),
    }


@pytest.mark.parametrize("question", BEFORE_PRACTICE, ids=lambda one: one.id.value)
def test_before_practice_the_answers_are_yes_not_sure_no_and_not_sure_is_cautious(question):
    """From left to right on every screen, so that nobody has to read the buttons anew."""
    assert tuple(answer.text for answer in question.answers) == YES_NOT_SURE_NO
    yes, not_sure, no = after(question)
    assert yes is not_sure is not Urgency.NONE
    assert no is Urgency.NONE


def test_the_day_begins_with_five_questions_and_the_most_urgent_come_first():
    """An emergency is known after two presses at most."""
    urgencies = [after(question)[0].rank for question in BEFORE_PRACTICE]
    assert len(urgencies) == 5
    assert urgencies == sorted(urgencies, reverse=True)


@pytest.mark.parametrize(
    ("question", "no"),
    [
        (FIRST_LOOK, Urgency.DOCTOR_TODAY),
        (LOOK_AFTER_WEEKS, Urgency.DOCTOR_SOON),
        (LOOK_AFTER_MONTHS, Urgency.DOCTOR_SOON),
    ],
)
def test_whom_no_doctor_has_seen_is_sent_to_one(question, no):
    """A new palsy today; one that lasts in the next days.  Whom one has seen, on the right, is remembered."""
    assert tuple(answer.text for answer in question.answers) == ("Not yet", "Not sure", "A doctor has")
    assert after(question) == (no, no, Told.DOCTOR_LOOKED)


@pytest.mark.parametrize("question", [one for one in QUESTIONS.values() if one is not CONFIRM], ids=lambda one: one.id)
def test_what_calls_for_nothing_is_on_the_right_in_every_question(question):
    """A thumb that has pressed the same button five times presses it a sixth time."""
    calm = (Urgency.NONE, Told.DOCTOR_LOOKED, Told.FOREHEAD_KNOWN)
    assert [follows in calm for follows in after(question)] == [False, False, True]


def test_a_spared_forehead_is_an_emergency_unless_a_doctor_knows():
    """Who is not sure may have a stroke."""
    assert after(FOREHEAD) == (Urgency.EMERGENCY, Urgency.EMERGENCY, Told.FOREHEAD_KNOWN)


def test_tightness_and_pain_are_told_apart():
    """They lock different things; fine locks nothing."""
    assert after(COMFORT) == (Sign.PAIN, Sign.TIGHT, Urgency.NONE)
    assert after(STOPPED) == (Sign.PAIN, Sign.TIGHT, Urgency.NONE)


def test_only_the_right_button_confirms_and_only_as_a_caregiver():
    """A press is nobody's signature: it never stands for a therapist's word."""
    assert after(CONFIRM) == (Urgency.NONE, None, Confirms(Stage.PARETIC, Confirmer.CAREGIVER))
    assert "therapist or caregiver" in CONFIRM.eyebrow


def test_a_button_answers_by_its_place():
    """Left, middle, right; stop and a button without a word answer nothing."""
    assert [COMFORT.answer(button) for button in (Button.BACK, Button.SELECT, Button.NEXT)] == [*COMFORT.answers]
    assert COMFORT.answer(Button.STOP) is None
    assert CONFIRM.answer(Button.SELECT) is None


def test_every_question_is_found_by_its_id():
    """No id is left without its question."""
    assert list(QUESTIONS) == list(QuestionId)
    assert all(question.id is id_ for id_, question in QUESTIONS.items())


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda one: one.id.value)
def test_a_question_is_short_and_kind(question):
    """At most two sentences on a screen, of a hundred letters at most, with words that frighten nobody."""
    said = sentences(question.text, question.remark)
    assert len(said) <= 2
    assert all(len(one) <= 100 for one in said), said
    assert question.text.endswith("?")
    labels = [answer.text for answer in question.answers if answer is not None]
    assert all(0 < len(label) <= 16 for label in labels)
    for word in UNKIND:
        assert word not in " ".join((question.text, question.remark, question.eyebrow, *labels)).lower()


@pytest.mark.parametrize("urgency", ADVICE)
def test_advice_says_what_to_do_and_that_it_is_no_diagnosis(urgency):
    """Two sentences below one line."""
    advice = ADVICE[urgency]
    assert len(sentences(advice.headline, advice.sentence)) == 2
    assert advice.eyebrow == "This is not a diagnosis"
    assert advice.headline.startswith("Please")
    for word in UNKIND:
        assert word not in f"{advice.headline} {advice.sentence}".lower()


def test_there_is_advice_for_everything_but_nothing():
    """Whatever follows can be said."""
    assert set(ADVICE) == set(Urgency) - {Urgency.NONE}


def test_nothing_is_coached_before_a_doctor_who_is_needed_today():
    """An emergency and a doctor today lock the day; a doctor soon does not."""
    assert {urgency for urgency in Urgency if urgency.sign is Sign.RED_FLAG} == {
        Urgency.EMERGENCY,
        Urgency.DOCTOR_TODAY,
    }
    assert Urgency.DOCTOR_SOON.sign is None


@given(st.lists(st.sampled_from(Urgency)))
def test_one_more_answer_never_makes_it_less_urgent(urgencies):
    """The most urgent counts, in whatever order they were given."""
    together = most_urgent(urgencies)
    assert all(together.rank >= one.rank for one in urgencies)
    assert together in urgencies or not urgencies
    assert most_urgent(reversed(urgencies)) is together
