"""The first movement: what counts as one, when it is announced, and how often it is announced where there is none."""

import sys
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.perception.excursion import Movement
from mirror.therapy.attempt import Attempt
from mirror.therapy.catalogue import catalogue
from mirror.therapy.evidence import Confirmation, Confirmer, Evidence
from mirror.therapy.flicker import SENTENCES, Flicker, beyond_mm, flicker, moved_in
from mirror.therapy.gate import SEVERAL_DAYS, WITHIN, Locked, Why, judge
from mirror.therapy.stage import Stage
from tests.therapy import simulate_flicker
from tests.therapy.simulate_flicker import SUPPOSED, USUAL, Found, simulate

NOW = datetime(2026, 11, 21, 9, 30)
DAY = timedelta(days=1)


def attempt(affected_mm=3.0, movement=Movement.SMILE, days_ago=0, **other):
    usual = {"healthy_mm": 4.0, "noise_mm": 0.3, "confidence": 0.9}
    return Attempt(NOW - DAY * days_ago, movement, affected_mm, **{**usual, **other})


def evidence(*days_ago, affected_mm=3.0):
    """Two attempts on each of these days."""
    return Evidence(moved_in([attempt(affected_mm, days_ago=ago) for ago in days_ago for _ in range(2)]))


def said(seen, *words, now=NOW):
    return flicker(seen, words, now)


def test_a_movement_counts_beyond_noise_and_leak_together():
    """At 4 mm on the healthy side a tenth of it and twice half a millimetre: 1.38 mm."""
    assert beyond_mm(attempt()) == pytest.approx(0.4 + 1.96 * 0.5)
    (small,) = moved_in([attempt(1.3)] * 2)
    (large,) = moved_in([attempt(1.5)] * 2)
    assert not small.beyond_noise
    assert large.beyond_noise


def test_what_the_stronger_side_pulls_along_is_no_movement():
    """A twentieth of a very large movement of the healthy side, on every day, announces nothing."""
    pulled = [attempt(0.05 * 30.0, days_ago=ago, healthy_mm=30.0) for ago in range(14) for _ in range(2)]
    assert said(Evidence(moved_in(pulled))) is Flicker.NOT_SURE


def test_one_reading_that_is_far_off_is_no_movement():
    """The attempt that shows least speaks for the day."""
    (found,) = moved_in([attempt(0.2), attempt(9.0)])
    assert found.affected_mm == 0.2
    assert not found.beyond_noise


@pytest.mark.parametrize(
    "second",
    [
        attempt(confidence=0.4),
        attempt(float("nan")),
        attempt(healthy_mm=0.5),
        attempt(movement=Movement.BROW_RAISE),
        attempt(movement=Movement.PUCKER),
        attempt(days_ago=1),
    ],
    ids=["not sure", "no number", "not tried", "another movement", "no standard one", "another day"],
)
def test_a_day_needs_two_attempts_that_can_be_gone_by(second):
    """One is not enough, and some are none."""
    assert moved_in([attempt(), second]) == ()


def test_brow_and_smile_count_each_for_itself():
    """Two movements, two figures."""
    found = moved_in([attempt(2.0, movement) for movement in (Movement.SMILE, Movement.BROW_RAISE) for _ in range(2)])
    assert {one.movement for one in found} == {Movement.SMILE, Movement.BROW_RAISE}


def test_the_first_movement_is_announced_on_the_third_day_it_is_seen():
    """Once, twice: not sure.  Three times: tell the therapist."""
    assert said(evidence(0)) is Flicker.NOT_SURE
    assert said(evidence(1, 0)) is Flicker.NOT_SURE
    assert said(evidence(5, 1, 0)) is Flicker.SEEN
    assert SENTENCES[Flicker.SEEN].startswith("A first small movement was seen on three days.")
    assert SEVERAL_DAYS == 3


def test_days_long_ago_do_not_add_up():
    """Three days within a fortnight, as the gate counts them."""
    assert said(evidence(WITHIN.days, 1, 0)) is Flicker.NOT_SURE
    assert said(evidence(WITHIN.days - 1, 1, 0)) is Flicker.SEEN


def test_whoever_says_that_there_is_no_movement_begins_the_count_anew():
    """The word flaccid takes back the days before it."""
    word = Confirmation(Confirmer.THERAPIST, Stage.FLACCID, NOW - DAY * 0.5)
    assert said(evidence(3, 2, 1, 0), word) is Flicker.NOT_SURE


def test_a_day_without_a_figure_says_so():
    """It is neither a movement nor none."""
    assert said(Evidence()) is Flicker.UNREAD
    assert said(evidence(2, 1)) is Flicker.UNREAD
    assert said(evidence(3, 2, 1)) is Flicker.SEEN


def test_what_is_announced_is_what_the_gate_waits_to_have_confirmed():
    """From the announcement on the smile waits for somebody's word, not for more movement."""
    verdict = judge(catalogue()["smile"], Stage.FLACCID, evidence(2, 1, 0), (), NOW)
    assert isinstance(verdict, Locked)
    assert verdict.why is Why.UNCONFIRMED


@given(
    st.lists(st.tuples(st.integers(0, 20), st.floats(-3, 6), st.floats(-1, 12), st.floats(0, 2)), max_size=30),
    st.floats(0.1, 5),
)
def test_a_weaker_movement_is_never_announced_sooner(rows, less_mm):
    """Whatever was read, less of it cannot be surer."""
    strong = [attempt(mm, days_ago=ago, healthy_mm=other, noise_mm=noise) for ago, mm, other, noise in rows]
    weak = [replace(one, affected_mm=one.affected_mm - less_mm) for one in strong]
    if said(Evidence(moved_in(weak))) is Flicker.SEEN:
        assert said(Evidence(moved_in(strong))) is Flicker.SEEN


@pytest.mark.parametrize("words", SUPPOSED)
def test_fewer_than_one_still_face_in_a_hundred_is_announced_in_six_weeks(words):
    """Also when noise or leak are larger than assumed.  docs/first-movement.md has the full figures."""
    assert simulate(SUPPOSED[words], 0.0, 300, seed=7).per_100() < 1.0


def test_a_face_that_moves_is_announced():
    """Two millimetres within a fortnight as a rule; more is told sooner."""
    two, three = (simulate(USUAL, mm, 60, seed=7) for mm in (2.0, 3.0))
    assert two.per_100(14) > 85.0
    assert three.median_day <= two.median_day <= 7.0


def test_whom_half_are_not_told_has_no_day_by_which_they_are():
    """The middle of what mostly never comes is never."""
    assert Found((3, None, None)).median_day == float("inf")
    assert Found((3, 9, None)).per_100() == pytest.approx(200 / 3)


def test_the_simulation_prints_its_tables(capsys, monkeypatch):
    """As docs/first-movement.md shows them."""
    monkeypatch.setattr(sys, "argv", ["simulate_flicker", "--patients", "5"])
    simulate_flicker.main()
    printed = capsys.readouterr().out
    assert "| as assumed | 0.00 |" in printed
    assert "| 3 mm | " in printed
