"""The sides of a resting face: the drawn patient droops by known amounts."""

import numpy as np
import pytest

from mirror.clips.anatomy import BROW, CORNER
from mirror.clips.expression import Expression, Half
from mirror.clips.motion import displacement_along
from mirror.perception.face import Side
from mirror.perception.refined.both_ways import BothWays, RestBothWays
from mirror.perception.refined.resting import resting_asymmetry
from mirror.perception.resting import RestingItem


@pytest.fixture(scope="module")
def resting(stills, portrait):
    def read(change=lambda image: image, **halves):
        seen = BothWays.find(np.ascontiguousarray(change(portrait.draw(Expression(**halves)))), stills)
        return resting_asymmetry(seen, RestBothWays.of(seen))

    return read


def more_mm(reading, side):
    return reading.left_more_mm if side is Side.LEFT else -reading.left_more_mm


def test_an_even_face_reads_as_even(resting):
    """Every item is within the noise that is reported with it."""
    for item, reading in resting().items():
        # The drawing's light falls from one side, and its eyes differ by as much as the noise.
        assert abs(reading.left_more_mm) <= reading.noise_mm * 1.2, item
        assert 0.5 < reading.confidence <= 1.0


@pytest.mark.parametrize("side", list(Side), ids=lambda s: s.value)
@pytest.mark.parametrize("droop", [0.4, 0.8])
def test_a_side_that_droops_is_lower_by_about_what_was_drawn(resting, side, droop):
    """The corner of the mouth by seven tenths at least, a brow by two fifths: the net lowers that eye with them."""
    found, even = resting(**{side.value: Half(droop=droop)}), resting()
    read_mm = {item: more_mm(even[item], side) - more_mm(found[item], side) for item in RestingItem}
    brow_mm, corner_mm = (drooped_mm(droop, place) for place in (BROW, CORNER))
    assert 0.7 * corner_mm < read_mm[RestingItem.MOUTH] < 1.2 * corner_mm
    assert 0.4 * brow_mm < read_mm[RestingItem.BROW] < 1.2 * brow_mm


def drooped_mm(droop, place):
    """How much lower a place of the drawn face is."""
    _, lower_mm = displacement_along(Expression(left=Half(droop=droop)), *np.array(place).reshape(2, 1))
    return float(lower_mm[0])


def test_a_narrow_eye_is_less_open(resting):
    """A fifth of the opening is a millimetre and a half."""
    assert resting(left=Half(eye_closure=0.2))[RestingItem.EYE].left_more_mm < -1.0


def test_a_mirrored_photograph_swaps_the_sides(resting):
    """And changes nothing else: every photograph is read both ways."""
    plain, swapped = resting(left=Half(droop=0.8)), resting(lambda image: image[:, ::-1], left=Half(droop=0.8))
    for item in RestingItem:
        assert plain[item].left_mm == pytest.approx(swapped[item].right_mm, abs=0.01), item
        assert plain[item].right_mm == pytest.approx(swapped[item].left_mm, abs=0.01), item
