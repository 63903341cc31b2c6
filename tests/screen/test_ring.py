"""The ring: as full as it says, round at its ends, smooth at its edges."""

import numpy as np
import pytest

from mirror.screen.ink import Pen
from mirror.screen.layout import Rect
from mirror.screen.picture import Ring, Tone
from mirror.screen.ring import RingPainter
from mirror.screen.theme import GO, LINE, WARM, Scale
from mirror.screen.type import Type

SIZE = 374
TYPE = Type.of_this_machine()


def painter() -> RingPainter:
    return RingPainter(Rect(0, 0, SIZE, SIZE), Pen(TYPE, Scale(1080, 1920)))


def green_area(ring: Ring) -> float:
    """How much of the ring's colour there is: its light above the track's."""
    image = painter().draw(ring, 1.0)[..., 1].astype(float)
    empty = painter().draw(Ring(0.0, tone=ring.tone), 1.0)[..., 1].astype(float)
    return float((image - empty).sum() / (GO[1] - LINE[1]))


@pytest.mark.parametrize("fraction", [0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9])
def test_the_ring_is_as_full_as_its_fraction(fraction):
    """The coloured area grows in proportion, but for its two round ends."""
    width, radius = 14, SIZE / 2 - 8
    ends = np.pi * (width / 2) ** 2
    assert green_area(Ring(fraction)) == pytest.approx(2 * np.pi * radius * fraction * width + ends, rel=0.02)


def test_a_full_ring_has_no_seam():
    """At 1.0 the ring is the same at its top as at its bottom."""
    image = painter().draw(Ring(1.0), 1.0)
    assert np.array_equal(image, image[::-1])


def test_the_ring_begins_at_the_top_and_runs_clockwise():
    """A quarter fills the upper right."""
    image = painter().draw(Ring(0.25), 1.0)[..., 1]
    half = SIZE // 2
    upper_right = image[: half - 10, half + 10 :].max()
    assert upper_right == GO[1]
    for quarter in (image[half + 10 :, :], image[: half - 10, : half - 10]):
        assert quarter.max() <= LINE[1] + 1


def test_the_ring_moves_by_less_than_a_pixel():
    """A thousandth more is already to be seen: edges are exact, not stepped."""
    assert green_area(Ring(0.401)) > green_area(Ring(0.400)) + 5


def test_the_tone_is_the_colour():
    """Warm is warm."""
    image = painter().draw(Ring(1.0, tone=Tone.WARM), 1.0)
    assert tuple(image[8, SIZE // 2, :3][::-1]) == WARM


def test_a_waiting_ring_breathes():
    """In the middle of a breath the ring is lighter and larger than at its end."""
    out, full = (painter().draw(Ring(tone=Tone.QUIET, breath=part), 1.0)[..., 1].astype(float) for part in (0.0, 1.0))
    assert full.sum() > 1.2 * out.sum()
    assert np.nonzero(full.max(axis=0) > 20)[0].min() < np.nonzero(out.max(axis=0) > 20)[0].min()


def test_half_light_is_half_as_bright():
    """A ring that fades in is the same ring, dimmer."""
    whole, half = (painter().draw(Ring(0.6, numeral="2"), light).astype(int) for light in (1.0, 0.5))
    assert np.abs(half[..., :3] * 2 - whole[..., :3]).max() <= 3
