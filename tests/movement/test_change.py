"""A change is called one only beyond the mirror's own repeatability."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.movement.change import FEWEST_REPEATS, Change, Repeatability, change


def test_the_repeatability_is_within_sessions_not_between_them():
    """Three sessions that get better every time repeat themselves exactly: getting better is no noise."""
    found = Repeatability.of([(0.2, 0.2, 0.2), (0.4, 0.4, 0.4), (0.6, 0.6, 0.6)])
    assert (found.sd, found.repeats) == (pytest.approx(0.0, abs=1e-12), 6)


def test_it_is_pooled_over_the_sessions():
    """By hand: squares 0.02 and 0.08 over two degrees of freedom each, and one of a pair."""
    found = Repeatability.of([(0.4, 0.5, 0.6), (0.3, 0.5, 0.7), (0.5, 0.5)])
    assert found.repeats == 5
    assert found.sd == pytest.approx(math.sqrt((0.02 + 0.08) / 5))


@pytest.mark.parametrize(
    ("sessions", "known"), [([(1.0,)] * 20, False), ([(1.0, 1.1)] * 4, False), ([(1.0, 1.1)] * 5, True)]
)
def test_it_takes_five_repeats_to_know_it(sessions, known):
    """One repetition a day says nothing about repeating; four pairs are too few, five are enough."""
    assert (Repeatability.of(sessions) is not None) is known
    assert FEWEST_REPEATS == 5


@pytest.mark.parametrize(
    ("after", "said"), [(0.51, Change.NOT_SURE), (0.59, Change.MORE), (0.41, Change.LESS), (0.44, Change.NOT_SURE)]
)
def test_a_change_is_beyond_what_the_mirror_cannot_repeat(after, said):
    """With a standard deviation of 0.05 and three repetitions each, the limit is 0.08."""
    known = Repeatability(0.05, 10)
    assert known.smallest_change(3, 3) == pytest.approx(0.080, abs=0.001)
    assert change([0.5] * 3, [after] * 3, known) is said


def test_without_knowing_its_own_noise_the_mirror_says_nothing():
    """However large the difference."""
    assert change([0.1], [0.9], None) is Change.NOT_KNOWN
    assert change([], [0.9], Repeatability(0.01, 9)) is Change.NOT_KNOWN


def test_of_a_hundred_pairs_without_a_change_about_five_are_called_one():
    """The false alarms are the one in twenty that was promised."""
    rng = np.random.default_rng(11)
    known = Repeatability(0.1, 50)
    called = [
        change(rng.normal(0.5, 0.1, 3).tolist(), rng.normal(0.5, 0.1, 3).tolist(), known) is not Change.NOT_SURE
        for _ in range(4000)
    ]
    assert np.mean(called) == pytest.approx(0.05, abs=0.012)


@given(st.lists(st.lists(st.floats(-50, 50), min_size=1, max_size=8), max_size=8), st.floats(-10, 10))
def test_a_shift_of_a_whole_session_changes_nothing(sessions, shift):
    """What all repetitions of a session share is not its repeatability."""
    plain, shifted = Repeatability.of(sessions), Repeatability.of([[f + shift for f in s] for s in sessions])
    assert (plain is None) is (shifted is None)
    if plain is not None:
        assert shifted.sd == pytest.approx(plain.sd, abs=1e-6)


def test_what_is_known_of_several_is_pooled_by_its_repeats():
    """The same as from all their repetitions at once; too few together are not known."""
    sessions = [(0.4, 0.5, 0.6), (0.3, 0.5, 0.7), (0.5, 0.55)]
    each = [Repeatability.as_far_as_known([session]) for session in sessions]
    together = Repeatability.of(sessions)
    assert Repeatability.pooled(each).sd == pytest.approx(together.sd)
    assert Repeatability.pooled(each).repeats == together.repeats == 5
    assert Repeatability.pooled(each[:2]) is None
    assert Repeatability.as_far_as_known([(0.5,)]) is None
