"""Lips of known width on plain skin: where their colour ends."""

import cv2
import numpy as np
import pytest

from mirror.perception.face import Side
from mirror.perception.refined.lips import OUTLINE, Lips

SKIN, RED = (140, 170, 210), (110, 105, 190)
MIDDLE = np.array([100, 60])
HALF_WIDTH, HALF_HEIGHT = 45, 14


def picture(left=HALF_WIDTH, right=HALF_WIDTH, lips=RED):
    """A mouth that reaches so far to the subject's left, which is the picture's right, and so far to the right."""
    part = np.full((120, 200, 3), SKIN, np.uint8)
    for reach, angles in ((left, (-90, 90)), (right, (90, 270))):
        cv2.ellipse(part, MIDDLE.tolist(), (reach, HALF_HEIGHT), 0, *angles, lips, -1, cv2.LINE_AA)
    noise = np.random.default_rng(1).normal(0.0, 3.0, part.shape)
    return np.clip(part + noise, 0, 255).astype(np.uint8)


def outline():
    """As the mesh goes round the lips: from the right corner over the upper lip to the left one and back."""
    angles = np.pi + np.arange(len(OUTLINE)) * 2.0 * np.pi / len(OUTLINE)
    return MIDDLE + np.column_stack((HALF_WIDTH * np.cos(angles), HALF_HEIGHT * np.sin(angles)))


@pytest.fixture(scope="module")
def lips():
    return Lips.of(picture(), outline())


@pytest.mark.parametrize("drawn_in", [3, 8])
@pytest.mark.parametrize("side", list(Side), ids=lambda side: side.value)
def test_a_side_that_is_drawn_in_is_read_in_pixels(lips, side, drawn_in):
    """The side that moved by what it moved inwards, the other one not at all."""
    gone = lips.gone(picture(**{side.value: HALF_WIDTH - drawn_in}))
    inwards = -1.0 if side is Side.LEFT else 1.0
    assert gone[side] == pytest.approx((inwards * drawn_in, 0.0), abs=0.6)
    assert gone[side.other] == pytest.approx((0.0, 0.0), abs=0.3)


@pytest.mark.parametrize("lowered", [2.0, 5.0])
def test_a_corner_that_is_lowered_is_read_in_pixels(lips, lowered):
    """The left half of the picture is sheared so that the corner goes down and the middle stays."""
    image = picture()
    rows, columns = np.indices(image.shape[:2], np.float32)
    down = lowered * np.clip((columns - MIDDLE[0]) / HALF_WIDTH, 0.0, 1.0)
    sheared = cv2.remap(image, columns, (rows - down).astype(np.float32), cv2.INTER_LINEAR)
    gone = lips.gone(sheared)
    assert gone[Side.LEFT] == pytest.approx((0.0, lowered), abs=0.6)
    assert gone[Side.RIGHT] == pytest.approx((0.0, 0.0), abs=0.3)


def test_other_light_does_not_move_the_lips(lips):
    """A picture that is darker throughout reads like the first, within a pixel."""
    for gone in lips.gone((picture() * 0.85).astype(np.uint8)).values():
        assert gone == pytest.approx((0.0, 0.0), abs=1.0)


def test_a_red_spot_beyond_the_corner_is_not_lip(lips):
    """What is red again farther out does not count."""
    spotted = picture()
    cv2.circle(spotted, (MIDDLE[0] + HALF_WIDTH + 15, MIDDLE[1]), 5, RED, -1)
    assert lips.gone(spotted)[Side.LEFT] == pytest.approx((0.0, 0.0), abs=0.3)


def test_lips_like_the_skin_have_no_edge():
    """Where nothing tells lips from skin nothing is read."""
    assert Lips.of(picture(lips=(138, 167, 208)), outline()) is None


def test_lips_that_lost_their_colour_have_gone_far(lips):
    """A mouth that is no longer red ends nowhere near where it did, so that no other reading can agree."""
    for gone in lips.gone(picture(lips=SKIN)).values():
        assert np.linalg.norm(gone) > HALF_WIDTH / 2.0
