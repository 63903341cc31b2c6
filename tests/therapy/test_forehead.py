"""The forehead check: asked when the brow moves and the mouth does not, and only when that is measured."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side
from mirror.therapy.attempt import LEAST_NOISE_MM, Attempt
from mirror.therapy.forehead import Forehead, forehead

AT = datetime(2026, 11, 21, 9, 30)
NAN = float("nan")


def attempts(movement, affected_mm, healthy_mm=10.0, times=3, noise_mm=0.3, confidence=0.9):
    return [Attempt(AT, movement, affected_mm, healthy_mm, noise_mm, confidence)] * times


def session(brow_mm, smile_mm, **other):
    return [*attempts(Movement.BROW_RAISE, brow_mm, **other), *attempts(Movement.SMILE, smile_mm, **other)]


def test_a_brow_that_moves_with_a_mouth_that_does_not_is_asked_about():
    """The pattern, from its limits on."""
    assert forehead(session(9.0, 2.0)) is Forehead.SPARED
    assert forehead(session(8.0, 5.0)) is Forehead.SPARED


@pytest.mark.parametrize(("brow_mm", "smile_mm"), [(1.0, 1.0), (9.5, 9.5), (2.0, 9.0)])
def test_a_face_that_moves_or_rests_as_one_is_not(brow_mm, smile_mm):
    """Forehead and mouth alike, or the mouth better than the forehead."""
    assert forehead(session(brow_mm, smile_mm)) is Forehead.EVEN


@pytest.mark.parametrize(("brow_mm", "smile_mm"), [(7.8, 2.0), (9.0, 5.2)])
def test_near_the_limit_the_mirror_does_not_know(brow_mm, smile_mm):
    """Out of the pattern, but not by more than the noise."""
    assert forehead(session(brow_mm, smile_mm)) is Forehead.UNKNOWN


def test_more_attempts_settle_what_few_leave_open():
    """A mean of nine is surer than one of two."""
    assert forehead(session(7.2, 2.0, times=2)) is Forehead.UNKNOWN
    assert forehead(session(7.2, 2.0, times=9)) is Forehead.EVEN


@pytest.mark.parametrize(
    "seen",
    [
        [],
        attempts(Movement.SMILE, 2.0),
        attempts(Movement.BROW_RAISE, 9.0),
        session(9.0, 2.0, times=1),
        session(9.0, 2.0, confidence=0.4),
        session(1.8, 0.2, healthy_mm=1.9),
        session(NAN, 2.0),
        session(9.0, 2.0, noise_mm=NAN),
    ],
    ids=["nothing", "no brow", "no smile", "once", "not sure", "hardly moved", "no number", "no noise"],
)
def test_what_is_not_measured_well_says_nothing(seen):
    """One movement alone, one attempt, little confidence, little movement, no number."""
    assert forehead(seen) is Forehead.UNKNOWN


def test_other_movements_do_not_count():
    """A snarl is no brow raise."""
    assert forehead([*session(9.0, 2.0), *attempts(Movement.SNARL, 0.0)]) is Forehead.SPARED


def test_an_excursion_becomes_the_attempt_of_its_affected_side():
    """Left and right are the person's own."""
    excursion = Excursion(2.0, 9.0, 0.8)
    left = Attempt.of(excursion, Movement.SMILE, Side.LEFT, 0.3, AT)
    right = Attempt.of(excursion, Movement.SMILE, Side.RIGHT, 0.3, AT)
    assert (left.affected_mm, left.healthy_mm) == (2.0, 9.0)
    assert (right.affected_mm, right.healthy_mm) == (9.0, 2.0)
    assert left.confidence == 0.8
    assert left.spread_mm == LEAST_NOISE_MM


mm = st.floats(-2, 15)


@given(mm, mm, st.floats(0, 3))
def test_more_noise_never_settles_what_was_not_settled(brow_mm, smile_mm, noise_mm):
    """It can only turn a ruled-out pattern into one that is not known."""
    quiet = forehead(session(brow_mm, smile_mm, noise_mm=0.0))
    noisy = forehead(session(brow_mm, smile_mm, noise_mm=noise_mm))
    assert noisy is quiet or (quiet is Forehead.EVEN and noisy is Forehead.UNKNOWN)
