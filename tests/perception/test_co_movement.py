"""What quiet regions did over some moments, and how much more one side joined in."""

import pytest

from mirror.perception.co_movement import CoMovement, QuietRegion, SideShift, joined_in, over_moments
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Doubt, Unseen


def eye(left_part, right_part, confidence=0.8):
    return SideShift(10.0 * left_part, 10.0 * right_part, confidence, left_part, right_part)


def pucker(shift):
    return CoMovement(Movement.PUCKER, {QuietRegion.EYE: shift})


def test_moments_are_averaged():
    """Two moments of a pucker in which the left eye joins in."""
    seen = over_moments([pucker(eye(0.2, 0.0, 0.6)), pucker(eye(0.4, 0.1, 1.0))]).regions[QuietRegion.EYE]
    assert (seen.left_mm, seen.right_mm, seen.confidence) == pytest.approx((3.0, 0.5, 0.8))
    assert (seen.left_part, seen.right_part) == pytest.approx((0.3, 0.05))


def test_a_blink_is_no_co_movement():
    """Both eyes closed in one moment: the other one stands alone; closed in all, nothing is said."""
    blink = pucker(eye(0.9, 0.95))
    assert over_moments([blink, pucker(eye(0.2, 0.0))]).regions[QuietRegion.EYE].left_part == pytest.approx(0.2)
    assert over_moments([blink, blink]).regions[QuietRegion.EYE] is Doubt.BLINKED


def test_an_eye_that_closes_alone_is_no_blink():
    """That is what co-movement looks like at its worst."""
    assert over_moments([pucker(eye(0.95, 0.1))]).regions[QuietRegion.EYE].left_part == pytest.approx(0.95)


def test_what_no_moment_tells_keeps_its_reason():
    """The first reason stands; without any moment there is nothing at all."""
    assert over_moments([pucker(Unseen.DARK), pucker(Doubt.AT_ODDS)]).regions[QuietRegion.EYE] is Unseen.DARK
    assert over_moments([]) is None


def test_how_much_more_one_side_joins_in():
    """Eyes in parts of their openings, mouth in parts of the movement, and nothing where nothing is known."""
    seen = CoMovement(
        Movement.SMILE,
        {
            QuietRegion.EYE: eye(0.4, 0.09),
            QuietRegion.MOUTH: SideShift(1.0, 3.0, 0.9),
            QuietRegion.BROW: Doubt.AT_ODDS,
        },
    )
    assert joined_in(seen, Excursion(4.0, 8.0, 0.9)) == {"eye": pytest.approx(0.31), "mouth": 0.25, "brow": None}


def test_a_movement_that_did_not_happen_has_no_parts():
    """Nothing is divided by nothing."""
    seen = CoMovement(Movement.EYE_CLOSURE, {QuietRegion.MOUTH: SideShift(1.0, 3.0, 0.9)})
    assert joined_in(seen, Excursion(0.0, -0.2, 0.9)) == {"mouth": None}
