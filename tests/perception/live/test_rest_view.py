"""Lips and brows are read from the image, or not at all: what is covered is missing, what is offset is set right."""

from dataclasses import replace

import numpy as np
import pytest

from mirror.clips.expression import Expression, Half
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.landmarks import BROW, COMMISSURE
from mirror.perception.live.glance import glance_of
from mirror.perception.look import Look
from mirror.perception.rest import RestCollector


@pytest.fixture(scope="module")
def drawn(tracker):
    """A drawn face, its points, and the portrait for drawing it otherwise."""
    portrait = Portrait(480, 640, PATIENT)
    image = portrait.draw(Expression())
    # The tracker has followed other faces before; it finds this one within a few frames.
    points = [tracker.track(image, 7000.0 + frame / 15.0) for frame in range(6)][-1]
    return portrait, image, points


def rest_of(images, points):
    """The baseline of these pictures; the head is where it is in all of them."""
    collector, baseline = RestCollector(), None
    for image in images:
        baseline = collector.add(Look.at(image, points))
    assert baseline is not None
    return baseline


@pytest.fixture(scope="module")
def rest(drawn):
    _, image, points = drawn
    return rest_of([image] * 24, points)


def covered(image, points, indices, margin_px):
    """The picture with something that has no likeness to a face over these points."""
    low = points[list(indices), :2].min(axis=0).astype(int) - margin_px
    high = points[list(indices), :2].max(axis=0).astype(int) + margin_px
    spoilt = image.copy()
    area = spoilt[low[1] : high[1], low[0] : high[0]]
    area[:] = np.random.default_rng(5).integers(0, 255, area.shape, dtype=np.uint8)
    return spoilt


def test_a_face_that_holds_still_has_moved_nowhere(drawn, rest):
    """Every movement is read, and every one is nothing."""
    _, image, points = drawn
    read = rest.excursions_mm(glance_of(image, points))
    assert set(read) == set(Movement)
    assert all(abs(mm) < 0.05 for sides in read.values() for mm in sides)


@pytest.mark.parametrize("side", Side, ids=lambda side: side.value)
def test_a_covered_mouth_corner_is_missing_and_not_made_up(drawn, rest, side):
    """What is not to be found again is not guessed: no smile and no pucker; brows and eyes are read as before."""
    _, image, points = drawn
    read = rest.excursions_mm(glance_of(covered(image, points, COMMISSURE[side], 34), points))
    assert {Movement.SMILE, Movement.PUCKER}.isdisjoint(read)
    assert {Movement.BROW_RAISE, Movement.EYE_CLOSURE} <= set(read)


def test_a_cover_elsewhere_takes_nothing_from_the_mouth(drawn, rest):
    """Noise over a brow leaves the smile to be read."""
    _, image, points = drawn
    read = rest.excursions_mm(glance_of(covered(image, points, BROW[Side.LEFT], 14), points))
    assert Movement.SMILE in read


def test_an_odd_frame_in_the_middle_does_not_offset_the_rest(drawn):
    """The one picture that patches are taken from shows a trace of a smile: read from it a still face is at rest."""
    portrait, image, points = drawn
    odd = portrait.draw(Expression.both(smile=0.2))
    with_bias = rest_of([image] * 12 + [odd] + [image] * 11, points)
    without = replace(with_bias, bias_mm={})
    now = glance_of(image, points)
    assert min(np.abs(without.excursions_mm(now)[Movement.SMILE])) > 0.5, "the odd frame must be odd"
    assert with_bias.excursions_mm(now)[Movement.SMILE] == pytest.approx((0.0, 0.0), abs=0.1)


def test_light_that_falls_off_moves_nothing(drawn, rest):
    """Half the light and less contrast: every patch is where it was."""
    _, image, points = drawn
    darker = (image * 0.5 + 20.0).astype(np.uint8)
    assert all(abs(mm) < 0.3 for sides in rest.excursions_mm(glance_of(darker, points)).values() for mm in sides)


def test_another_face_in_the_same_place_is_not_measured(drawn, rest):
    """Skin that does not match the rest gives no figure for what is read from the image."""
    _, image, points = drawn
    other = np.random.default_rng(7).integers(0, 255, image.shape, dtype=np.uint8)
    assert set(rest.excursions_mm(glance_of(other, points))) <= {Movement.EYE_CLOSURE}


@pytest.mark.parametrize("side", Side, ids=lambda side: side.value)
def test_a_covered_brow_is_missing_and_not_made_up(drawn, rest, side):
    """Hair over one brow: the raise is not read; the eyes and the mouth are."""
    _, image, points = drawn
    # As far as a brow is looked for.
    read = rest.excursions_mm(glance_of(covered(image, points, BROW[side], 34), points))
    assert Movement.BROW_RAISE not in read
    assert {Movement.EYE_CLOSURE, Movement.SMILE} <= set(read)


def test_a_raised_brow_is_still_its_own_likeness(drawn, rest):
    """The limit does not keep a real raise of one side from being read."""
    portrait, _, points = drawn
    left_mm, right_mm = rest.excursions_mm(glance_of(portrait.draw(Expression(left=Half(brow_raise=0.7))), points))[
        Movement.BROW_RAISE
    ]
    assert left_mm > 2.0
    assert abs(right_mm) < 0.3
