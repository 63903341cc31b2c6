"""Lips and brows are read from the image, or not at all: what is covered is missing, what is offset is set right."""

from dataclasses import replace

import numpy as np
import pytest

from mirror.clips.expression import Expression, Half
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.perception.brow import ABOVE_MM, BELOW_MM, DOWN_MM, ROW_MM, UP_MM, rise_mm
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.flow import FOLLOWED, unfollowed
from mirror.perception.head import pose_of
from mirror.perception.landmarks import BROW, COMMISSURE
from mirror.perception.rest import RestCollector


@pytest.fixture(scope="module")
def drawn(tracker):
    """A drawn face, its points, and the portrait for drawing it otherwise."""
    portrait = Portrait(480, 640, PATIENT)
    image = portrait.draw(Expression())
    return portrait, image, tracker.track(image, 7000.0)


def rest_of(images, points):
    """The baseline of these pictures; the head is where it is in all of them."""
    collector, baseline = RestCollector(), None
    for image in images:
        baseline = collector.add(image, points, pose_of(points))
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
    read = rest.excursions_mm(image, points)
    assert set(read) == set(Movement)
    assert all(abs(mm) < 0.05 for sides in read.values() for mm in sides)


@pytest.mark.parametrize("side", Side, ids=lambda side: side.value)
def test_a_covered_mouth_corner_is_missing_and_not_made_up(drawn, rest, side):
    """Points that do not flow back are not believed: no smile and no pucker; brows and eyes are read as before."""
    _, image, points = drawn
    read = rest.excursions_mm(covered(image, points, COMMISSURE[side], 16), points)
    assert {Movement.SMILE, Movement.PUCKER}.isdisjoint(read)
    assert {Movement.BROW_RAISE, Movement.EYE_CLOSURE} <= set(read)


def test_a_cover_elsewhere_takes_nothing_from_the_mouth(drawn, rest):
    """Noise over a brow leaves the smile to be read."""
    _, image, points = drawn
    read = rest.excursions_mm(covered(image, points, BROW[Side.LEFT], 14), points)
    assert Movement.SMILE in read


@pytest.mark.parametrize(
    ("lost", "missing"), [(2, set()), (3, {Movement.SMILE, Movement.PUCKER})], ids=["half", "more"]
)
def test_a_side_may_lose_half_of_its_points(lost, missing):
    """Two of a corner's four are enough to follow it; one is not."""
    shifts = np.zeros((len(FOLLOWED), 2))
    for index in COMMISSURE[Side.RIGHT][:lost]:
        shifts[FOLLOWED.index(index)] = np.nan
    assert unfollowed(shifts) == missing


def test_the_bias_is_taken_from_what_flowed(drawn, rest):
    """What a still face seems to have moved is not a movement."""
    _, image, points = drawn
    plain = replace(rest.patch, bias=np.zeros((len(FOLLOWED), 2)))
    bias = np.arange(2 * len(FOLLOWED), dtype=np.float64).reshape(-1, 2) / 100.0
    assert replace(plain, bias=bias).shifts(image, points) == pytest.approx(plain.shifts(image, points) - bias)


def test_an_odd_frame_in_the_middle_does_not_offset_the_rest(drawn):
    """The one picture the flow starts from shows a trace of a smile: read from it a still face is still at rest."""
    portrait, image, points = drawn
    odd = portrait.draw(Expression.both(smile=0.12))
    with_bias = rest_of([image] * 12 + [odd] + [image] * 11, points)
    without = replace(with_bias, patch=replace(with_bias.patch, bias=np.zeros((len(FOLLOWED), 2))))
    assert min(np.abs(without.excursions_mm(image, points)[Movement.SMILE])) > 0.5, "the odd frame must be odd"
    assert with_bias.excursions_mm(image, points)[Movement.SMILE] == pytest.approx((0.0, 0.0), abs=0.1)


@pytest.mark.parametrize("side", Side, ids=lambda side: side.value)
def test_a_covered_brow_is_missing_and_not_made_up(drawn, rest, side):
    """Hair over one brow: the raise is not read; the eyes and the mouth are."""
    _, image, points = drawn
    # As far as a brow is looked for.
    read = rest.excursions_mm(covered(image, points, BROW[side], 34), points)
    assert Movement.BROW_RAISE not in read
    assert {Movement.EYE_CLOSURE, Movement.SMILE} <= set(read)


def test_a_raised_brow_is_still_its_own_likeness(drawn, rest):
    """The limit does not keep a real raise of one side from being read."""
    portrait, _, points = drawn
    left_mm, right_mm = rest.excursions_mm(portrait.draw(Expression(left=Half(brow_raise=0.7))), points)[
        Movement.BROW_RAISE
    ]
    assert left_mm > 2.0
    assert abs(right_mm) < 0.3


# A brow made of numbers -----------------------------------------------------------------------------------------------

COLUMNS = 20
#: Height of the template's middle above the column's lower end, from which rises are counted.
ROWS_OF_TEMPLATE = round((ABOVE_MM + BELOW_MM) / ROW_MM)
ROWS_OF_COLUMN = ROWS_OF_TEMPLATE + round((UP_MM + DOWN_MM) / ROW_MM)


def ridge(rows, middle_mm):
    """A dark ridge 3 mm high, smooth, so many mm below the first row."""
    down_mm = (np.arange(rows) + 0.5) * ROW_MM
    grey = 170.0 - 90.0 * np.exp(-(((down_mm - middle_mm) / 1.5) ** 2))
    return np.repeat(grey[:, None], COLUMNS, axis=1).astype(np.float32)


TEMPLATE = ridge(ROWS_OF_TEMPLATE, ABOVE_MM)


@pytest.mark.parametrize("rise", [-3.5, -0.1, 0.0, 0.06, 0.125, 0.31, 2.0, 4.44, 9.99, 12.5])
def test_a_rise_is_read_finer_than_a_row(rise):
    """Within a twentieth of a millimetre, although a row is a quarter."""
    assert rise_mm(TEMPLATE, ridge(ROWS_OF_COLUMN, UP_MM + ABOVE_MM - rise)) == pytest.approx(rise, abs=0.05)


@pytest.mark.parametrize(("likeness", "found"), [(0.47, False), (0.53, True)], ids=["less", "more"])
def test_a_brow_is_believed_from_one_half_of_likeness(likeness, found):
    """A window with that correlation to the template, in a column without any other."""
    brow = TEMPLATE - TEMPLATE.mean()
    noise = np.random.default_rng(6).normal(size=TEMPLATE.shape)
    noise -= noise.mean()
    noise -= brow * float((noise * brow).sum() / (brow * brow).sum())
    window = likeness * brow / np.linalg.norm(brow) + np.sqrt(1 - likeness**2) * noise / np.linalg.norm(noise)
    column = np.full((ROWS_OF_COLUMN, COLUMNS), 120.0, np.float32)
    first = round((UP_MM - 2.0) / ROW_MM)
    column[first : first + ROWS_OF_TEMPLATE] += (400.0 * window).astype(np.float32)
    rise = rise_mm(TEMPLATE, column)
    assert (rise is not None) is found
    if rise is not None:
        assert rise == pytest.approx(2.0, abs=0.5)
