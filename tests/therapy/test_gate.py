"""The stage gate as stories: what is locked, why, what instead, and what opens it."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.language import sentences
from mirror.perception.excursion import Movement
from mirror.therapy.catalogue import Kind, catalogue, entries
from mirror.therapy.evidence import Confirmation, Confirmer, Evidence, Moved, Noted, Sign
from mirror.therapy.gate import Allowed, Locked, Why, judge, stage_now
from mirror.therapy.stage import Stage

NOW = datetime(2026, 11, 21, 9, 30)
DAY = timedelta(days=1)
NOTHING = Evidence()
THERAPIST, CAREGIVER = Confirmer.THERAPIST, Confirmer.CAREGIVER


def moved(*days_ago, mm=1.4, noise_mm=0.6):
    return tuple(Moved(NOW - DAY * ago, Movement.SMILE, mm, noise_mm) for ago in days_ago)


def noted(sign, days_ago=0.0):
    return Evidence(noted=(Noted(sign, NOW - DAY * days_ago),))


def word(by, stage, days_ago=0.01):
    return Confirmation(by, stage, NOW - DAY * days_ago)


def judged(name, stage, evidence=NOTHING, *words):
    return judge(entries()[name], stage, evidence, words, NOW)


def why(name, stage, evidence=NOTHING, *words):
    verdict = judged(name, stage, evidence, *words)
    return verdict.why if isinstance(verdict, Locked) else None


def test_flaccid_week_two_refuses_a_smile_and_offers_imagery_and_massage():
    """The sentence says why and what to do instead, and what it offers is open."""
    verdict = judged("smile", Stage.FLACCID)
    assert isinstance(verdict, Locked)
    assert verdict.why is Why.NO_MOVEMENT
    assert "waits until movement comes back" in verdict.sentence
    assert "massage" in verdict.sentence
    assert verdict.instead == ("imagery_smile", "massage_cheeks")
    for name in verdict.instead:
        assert judged(name, Stage.FLACCID) == Allowed(Stage.FLACCID)


def test_movement_on_three_days_unlocks_only_after_somebody_confirms_it():
    """One day, three days, then the caregiver's word."""
    assert why("smile", Stage.FLACCID, Evidence(moved(0))) is Why.FEW_DAYS
    assert why("smile", Stage.FLACCID, Evidence(moved(0, 0.05, 0.1))) is Why.FEW_DAYS
    three = Evidence(moved(3, 2, 1))
    assert why("smile", Stage.FLACCID, three) is Why.UNCONFIRMED
    assert judged("smile", Stage.FLACCID, three, word(CAREGIVER, Stage.PARETIC)) == Allowed(Stage.PARETIC)


def test_a_caregiver_s_word_alone_does_not_unlock():
    """Nor with movement inside the noise, nor with days long ago, nor with days that come after the word."""
    said = word(CAREGIVER, Stage.PARETIC)
    assert why("smile", Stage.FLACCID, Evidence(), said) is Why.NO_MOVEMENT
    assert why("smile", Stage.FLACCID, Evidence(moved(3, 2, 1, mm=0.5)), said) is Why.NO_MOVEMENT
    assert why("smile", Stage.FLACCID, Evidence(moved(3, 2, 1, mm=float("nan"))), said) is Why.NO_MOVEMENT
    assert why("smile", Stage.FLACCID, Evidence(moved(40, 30, 20)), said) is Why.NO_MOVEMENT
    early = word(CAREGIVER, Stage.PARETIC, 2.5)
    assert why("smile", Stage.FLACCID, Evidence(moved(3, 2, 1)), early) is Why.UNCONFIRMED


def test_once_confirmed_it_stays_open_when_the_days_grow_old():
    """The word stands for what was seen before it."""
    seen = Evidence(moved(103, 102, 101))
    assert judged("smile", Stage.FLACCID, seen, word(CAREGIVER, Stage.PARETIC, 100)) == Allowed(Stage.PARETIC)


def test_a_therapist_s_word_unlocks_by_itself():
    """A prescription is given by somebody who has seen the face."""
    assert judged("smile", Stage.PARETIC, Evidence(), word(THERAPIST, Stage.PARETIC)) == Allowed(Stage.PARETIC)
    assert why("smile", Stage.PARETIC) is Why.NO_MOVEMENT


def test_what_moves_nothing_needs_no_word():
    """In a plan of any stage."""
    assert judged("release_cheek", Stage.SYNKINETIC) == Allowed(Stage.SYNKINETIC)
    assert judged("massage_cheeks", Stage.PARETIC) == Allowed(Stage.PARETIC)


def test_the_word_flaccid_locks_at_once_whoever_says_it():
    """Also when the plan says otherwise; only what comes after it unlocks."""
    gone = word(CAREGIVER, Stage.FLACCID, 1)
    before, after = word(THERAPIST, Stage.PARETIC, 2), word(THERAPIST, Stage.PARETIC)
    assert why("smile", Stage.PARETIC, Evidence(moved(4, 3, 2)), before, gone) is Why.NO_MOVEMENT
    assert stage_now(Stage.PARETIC, Evidence(), (before, gone), NOW) is Stage.FLACCID
    assert why("release_cheek", Stage.PARETIC, Evidence(), before, gone) is Why.STAGE
    assert judged("smile", Stage.PARETIC, Evidence(), before, gone, after) == Allowed(Stage.PARETIC)


@pytest.mark.parametrize("name", ["resist_smile", "resist_brow", "neck_foundation"])
def test_strengthening_is_locked_in_the_flaccid_and_the_synkinetic_stage(name):
    """Whoever has confirmed the stage, however often movement was seen."""
    seen = Evidence(moved(3, 2, 1))
    assert why(name, Stage.FLACCID) is Why.NO_MOVEMENT
    said = word(THERAPIST, Stage.SYNKINETIC)
    assert why(name, Stage.SYNKINETIC, seen, said) is Why.STRENGTHENING
    assert "release" in judged(name, Stage.SYNKINETIC, seen, said).sentence


def test_resistance_in_the_paretic_stage_needs_the_therapist_and_several_days():
    """Late paretic only."""
    seen, therapist = Evidence(moved(30, 20, 1)), word(THERAPIST, Stage.PARETIC)
    assert why("resist_smile", Stage.PARETIC, Evidence(moved(3, 2, 1)), word(CAREGIVER, Stage.PARETIC)) is Why.THERAPIST
    assert why("resist_smile", Stage.PARETIC, Evidence(moved(1)), therapist) is Why.TOO_EARLY
    assert judged("resist_smile", Stage.PARETIC, seen, therapist) == Allowed(Stage.PARETIC)
    assert judged("resist_smile", Stage.AFTERCARE, Evidence(), word(THERAPIST, Stage.AFTERCARE)) == Allowed(
        Stage.AFTERCARE
    )


def test_strengthening_needs_the_therapist_in_after_care_too():
    """A caregiver's word opens the movements, not the resistance."""
    seen, word_ = Evidence(moved(3, 2, 1)), word(CAREGIVER, Stage.AFTERCARE)
    assert judged("smile", Stage.AFTERCARE, seen, word_) == Allowed(Stage.AFTERCARE)
    assert why("resist_smile", Stage.AFTERCARE, seen, word_) is Why.THERAPIST


def test_a_late_movement_needs_the_therapist_only():
    """The open smile is no resistance."""
    seen = Evidence(moved(3, 2, 1))
    assert why("open_smile", Stage.PARETIC, seen, word(CAREGIVER, Stage.PARETIC)) is Why.THERAPIST
    assert judged("open_smile", Stage.PARETIC, Evidence(), word(THERAPIST, Stage.PARETIC)) == Allowed(Stage.PARETIC)
    assert judged("open_smile", Stage.AFTERCARE, seen, word(CAREGIVER, Stage.AFTERCARE)) == Allowed(Stage.AFTERCARE)


@pytest.mark.parametrize("stage", [Stage.PARETIC, Stage.AFTERCARE])
def test_one_co_movement_locks_strengthening_until_a_therapist_has_looked(stage):
    """Immediately; a caregiver's word does not open it, a therapist's later one does."""
    prescribed, seen = word(THERAPIST, stage, 10), moved(13, 12, 11)
    joined = Evidence(seen, (Noted(Sign.JOINED, NOW - DAY * 3),))
    assert judged("resist_smile", stage, Evidence(seen), prescribed) == Allowed(stage)
    assert why("resist_smile", stage, joined, prescribed) is Why.STRENGTHENING
    assert why("resist_smile", stage, joined, prescribed, word(CAREGIVER, stage)) is Why.STRENGTHENING
    assert judged("resist_smile", stage, joined, prescribed, word(THERAPIST, stage)) == Allowed(stage)
    assert judged("smile", stage, joined, prescribed) == Allowed(Stage.SYNKINETIC)
    assert why("snarl", stage, joined, prescribed) is Why.STAGE


def test_the_word_synkinetic_locks_like_a_co_movement():
    """Said by whoever lives with the person."""
    words = (word(THERAPIST, Stage.PARETIC, 10), word(CAREGIVER, Stage.SYNKINETIC, 1))
    assert stage_now(Stage.PARETIC, Evidence(), words, NOW) is Stage.SYNKINETIC


def test_tightness_ends_movement_for_today_and_leaves_the_release():
    """Tomorrow it is forgotten."""
    said = word(THERAPIST, Stage.PARETIC, 10)
    assert why("smile", Stage.PARETIC, noted(Sign.TIGHT), said) is Why.TIGHT
    assert judged("release_cheek", Stage.PARETIC, noted(Sign.TIGHT), said) == Allowed(Stage.PARETIC)
    assert judged("smile", Stage.PARETIC, noted(Sign.TIGHT, 1), said) == Allowed(Stage.PARETIC)


def test_pain_ends_movement_and_touch_for_today():
    """Rest and imagery stay."""
    said = word(THERAPIST, Stage.PARETIC, 10)
    for name in ("smile", "massage_cheeks", "release_cheek", "warm_towel"):
        assert why(name, Stage.PARETIC, noted(Sign.PAIN), said) is Why.PAIN
    for name in ("facial_rest", "imagery_smile"):
        assert judged(name, Stage.PARETIC, noted(Sign.PAIN), said) == Allowed(Stage.PARETIC)


def test_a_red_flag_ends_the_day():
    """Everything but the eye care, until the day ends at four in the morning."""
    flag, said = noted(Sign.RED_FLAG), word(THERAPIST, Stage.AFTERCARE, 10)
    open_ = [name for name in entries() if why(name, Stage.AFTERCARE, flag, said) is None]
    assert {entries()[name].kind for name in open_} == {Kind.EYE_CARE}
    late = datetime(2026, 11, 22, 3, 59)
    assert isinstance(judge(catalogue()["smile"], Stage.AFTERCARE, flag, (said,), late), Locked)
    assert isinstance(judge(catalogue()["smile"], Stage.AFTERCARE, flag, (said,), late + timedelta(minutes=1)), Allowed)


def test_a_clock_that_was_set_back_locks_and_does_not_unlock():
    """Signs of the future count as today's; words and movement of the future do not count yet."""
    said = word(THERAPIST, Stage.PARETIC, 10)
    assert why("smile", Stage.PARETIC, noted(Sign.PAIN, -300), said) is Why.PAIN
    assert why("smile", Stage.PARETIC, Evidence(), word(THERAPIST, Stage.PARETIC, -300)) is Why.NO_MOVEMENT
    assert why("smile", Stage.FLACCID, Evidence(moved(-3, -2, -1))) is Why.NO_MOVEMENT
    assert why("smile", Stage.PARETIC, Evidence(), said, word(CAREGIVER, Stage.FLACCID, -300)) is Why.NO_MOVEMENT


times = st.integers(-40, 5).map(lambda days: NOW + DAY * days)
stages = st.sampled_from(Stage)
evidences = st.builds(
    Evidence,
    st.lists(st.builds(Moved, times, st.sampled_from(Movement), st.floats(0, 3), st.just(0.6)), max_size=8).map(tuple),
    st.lists(st.builds(Noted, st.sampled_from(Sign), times), max_size=2).map(tuple),
)
confirmations = st.lists(st.builds(Confirmation, st.sampled_from(Confirmer), stages, times), max_size=4).map(tuple)


@given(st.sampled_from(sorted(entries())), stages, evidences, confirmations)
def test_whatever_is_locked_has_a_sentence_and_something_open_instead(name, stage, evidence, words):
    """In any situation at least one of the things offered is allowed."""
    verdict = judge(entries()[name], stage, evidence, words, NOW)
    if isinstance(verdict, Locked):
        assert verdict.sentence.endswith(".")
        assert len(sentences(verdict.sentence)) == 1
        assert "!" not in verdict.sentence
        offered = [judge(entries()[one], stage, evidence, words, NOW) for one in verdict.instead]
        assert any(isinstance(one, Allowed) for one in offered)


@given(stages, evidences, confirmations)
def test_no_strengthening_while_flaccid_or_synkinetic_and_nothing_active_without_a_word(stage, evidence, words):
    """However evidence and words are mixed."""
    present = stage_now(stage, evidence, words, NOW)
    for entry in entries().values():
        if isinstance(judge(entry, stage, evidence, words, NOW), Allowed) and entry.kind.active:
            assert present is not Stage.FLACCID
            assert any(said.stage is not Stage.FLACCID and said.at <= NOW for said in words)
            assert not entry.kind.strengthening or present in (Stage.PARETIC, Stage.AFTERCARE)


@given(st.sampled_from(sorted(entries())), stages, evidences, confirmations, st.sampled_from(Sign))
def test_a_new_sign_never_opens_what_was_locked(name, stage, evidence, words, sign):
    """Nothing that moves the weak side."""
    entry = entries()[name]
    worse = Evidence(evidence.moved, (*evidence.noted, Noted(sign, NOW)))
    if entry.kind.active and isinstance(judge(entry, stage, evidence, words, NOW), Locked):
        assert isinstance(judge(entry, stage, worse, words, NOW), Locked)
