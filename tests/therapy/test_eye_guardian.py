"""The eye guardian: when an eye counts as open, and what follows from it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.therapy.eye_guardian import (
    FEWEST_BLINKS,
    SENTENCES,
    EyeAdvice,
    EyeWatch,
    Lids,
    Watched,
    eye_advice,
    watch,
)
from mirror.therapy.plan import EyeCare

TODAY = date(2026, 11, 21)
REMINDERS = EyeCare()
CLOSED, OPEN, UNKNOWN = EyeWatch.CLOSED, EyeWatch.OPEN, EyeWatch.UNKNOWN
NAN = float("nan")


def watched(*answers):
    """One session a day, the last one today."""
    return [Watched(TODAY - timedelta(days=ago), one) for ago, one in enumerate(reversed(answers))]


@pytest.mark.parametrize(
    ("gap_mm", "noise_mm", "expected"),
    [
        (0.0, 0.7, CLOSED),
        (0.7, 0.7, CLOSED),
        (1.8, 0.7, UNKNOWN),
        (2.3, 0.7, OPEN),
        (4.0, 0.7, OPEN),
        (1.5, 0.1, UNKNOWN),
        (3.0, 2.5, UNKNOWN),
        (NAN, 0.7, UNKNOWN),
        (4.0, NAN, UNKNOWN),
        (None, 0.7, UNKNOWN),
    ],
)
def test_an_eye_is_open_from_one_millimetre_on_and_closed_under_two_noise_included(gap_mm, noise_mm, expected):
    """Between them the mirror does not know; it never believes itself better than it is."""
    assert watch(Lids(gap_mm, noise_mm)) is expected


def test_a_lid_that_comes_less_than_most_of_the_way_in_blinks_counts_as_open():
    """Also when it closes on purpose; a few blinks are a matter of chance."""
    assert watch(Lids(0.2, blink_part=0.5, blinks=FEWEST_BLINKS)) is OPEN
    assert watch(Lids(0.2, blink_part=0.5, blinks=FEWEST_BLINKS - 1)) is CLOSED
    assert watch(Lids(0.2, blink_part=0.9, blinks=30)) is CLOSED
    assert watch(Lids(blink_part=0.5, blinks=30)) is OPEN


def test_blinks_alone_never_say_that_an_eye_closes():
    """That takes the gap."""
    assert watch(Lids(blink_part=1.0, blinks=30)) is UNKNOWN
    assert watch(Lids(blink_part=NAN, blinks=30)) is UNKNOWN


def test_an_open_eye_gets_a_card_and_reminders_where_there_are_none():
    """The first time nobody is alarmed."""
    assert eye_advice(watched(OPEN), TODAY, None) == (EyeAdvice.CARD, EyeAdvice.REMINDERS)
    assert eye_advice(watched(OPEN), TODAY, REMINDERS) == (EyeAdvice.CARD,)


def test_an_eye_that_stays_open_is_told_to_the_caregiver():
    """Two days are enough; days that say nothing are passed over."""
    assert eye_advice(watched(OPEN, OPEN), TODAY, REMINDERS) == (EyeAdvice.CARD, EyeAdvice.STAYS_OPEN)
    assert eye_advice(watched(OPEN, UNKNOWN, OPEN), TODAY, REMINDERS) == (EyeAdvice.CARD, EyeAdvice.STAYS_OPEN)


def test_an_eye_that_closed_before_is_told_as_new():
    """Something has changed, so somebody should look."""
    assert eye_advice(watched(CLOSED, OPEN), TODAY, REMINDERS) == (EyeAdvice.CARD, EyeAdvice.NEW)
    assert eye_advice(watched(OPEN, CLOSED, OPEN), TODAY, REMINDERS) == (EyeAdvice.CARD, EyeAdvice.NEW)
    assert eye_advice(watched(CLOSED, OPEN, OPEN), TODAY, REMINDERS) == (EyeAdvice.CARD, EyeAdvice.STAYS_OPEN)


def test_one_open_session_makes_the_day_an_open_one():
    """Of two answers the cautious one."""
    both = [Watched(TODAY, OPEN), Watched(TODAY, CLOSED)]
    assert eye_advice(both, TODAY, REMINDERS) == (EyeAdvice.CARD,)


@pytest.mark.parametrize("answers", [(), (CLOSED,), (UNKNOWN,), (OPEN, CLOSED), (OPEN, UNKNOWN)])
def test_nothing_follows_from_an_eye_that_closes_or_was_not_seen_today(answers):
    """Yesterday's answer was said yesterday."""
    assert eye_advice(watched(*answers), TODAY, None) == ()


def test_a_day_that_is_still_to_come_does_not_count():
    """A clock that was set back neither hides an open eye nor makes one."""
    later = Watched(TODAY + timedelta(days=400), CLOSED)
    assert eye_advice([*watched(OPEN), later], TODAY, REMINDERS) == (EyeAdvice.CARD,)
    assert eye_advice([Watched(TODAY + timedelta(days=1), OPEN)], TODAY, None) == ()


def test_the_words_are_kind_and_name_no_diagnosis():
    """Two sentences each; the caregiver's are two of the four."""
    assert set(SENTENCES) == set(EyeAdvice)
    for said in SENTENCES.values():
        assert said.count(". ") == 1
        assert not any(word in said.lower() for word in ("!", "paralys", "lagophthalm", "fail", "wrong", "bad"))
    assert {one for one in EyeAdvice if one.for_caregiver} == {EyeAdvice.NEW, EyeAdvice.STAYS_OPEN}


gaps = st.none() | st.floats(0, 8)


@given(gaps, st.floats(0, 3), st.none() | st.floats(0, 1), st.integers(0, 40), st.floats(0.01, 5))
def test_a_wider_gap_is_never_more_closed(gap_mm, noise_mm, part, blinks, wider_mm):
    """Nor does more noise settle anything that was not settled."""
    order = [CLOSED, UNKNOWN, OPEN]
    lids = Lids(gap_mm, noise_mm, part, blinks)
    if gap_mm is not None:
        wider = Lids(gap_mm + wider_mm, noise_mm, part, blinks)
        assert order.index(watch(wider)) >= order.index(watch(lids))
    if watch(lids) is UNKNOWN:
        assert watch(Lids(gap_mm, noise_mm + wider_mm, part, blinks)) is UNKNOWN


@given(
    st.lists(st.tuples(st.integers(-2, 20), st.sampled_from(EyeWatch)), max_size=12), st.sampled_from((None, REMINDERS))
)
def test_whatever_is_said_begins_with_the_card(rows, reminders):
    """A caregiver is never told of an eye that the person was told nothing about."""
    found = eye_advice([Watched(TODAY - timedelta(days=ago), one) for ago, one in rows], TODAY, reminders)
    assert not found or found[0] is EyeAdvice.CARD
    assert len(set(found)) == len(found)
    if found:
        assert (0, OPEN) in rows
