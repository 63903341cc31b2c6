"""A patch is found again where it is, finer than a pixel, or not at all."""

import cv2
import numpy as np
import pytest

from mirror.perception.live.patches import SEARCH, Patch


@pytest.fixture(scope="module")
def view():
    """A view with grain of the size of skin's."""
    grain = np.random.default_rng(3).normal(128.0, 60.0, (200, 200)).astype(np.float32)
    smooth = cv2.GaussianBlur(grain, (0, 0), 1.5)
    return np.clip(128.0 + 3.0 * (smooth - 128.0), 0, 255).astype(np.uint8)


def gone(view, right, down):
    """The view with everything so many pixels elsewhere."""
    shift = np.array([[1.0, 0.0, right], [0.0, 1.0, down]])
    return cv2.warpAffine(view, shift, (200, 200), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)


@pytest.mark.parametrize(
    ("right", "down"), [(0, 0), (0.25, 0), (0, -0.4), (3.5, -7.3), (-5.8, 10.6), (6.0, 11.0)], ids=str
)
def test_a_patch_is_found_to_a_tenth_of_a_pixel(view, right, down):
    """Wherever it went within reach, to a tenth of a pixel, which is about a tenth of a millimetre."""
    found = Patch.of(view, np.array([100.3, 99.8]), (9, 9)).moved(gone(view, right, down))
    assert found == pytest.approx((right, down), abs=0.1)


@pytest.mark.parametrize(("right", "down"), [(SEARCH[0] + 2, 0), (0, SEARCH[1] + 2)], ids=["aside", "down"])
def test_what_went_out_of_reach_is_not_found(view, right, down):
    """A patch at the end of its reach may be farther still: there is no answer."""
    assert Patch.of(view, np.array([100.0, 100.0]), (9, 9)).moved(gone(view, right, down)) is None


def test_the_lamp_and_the_exposure_do_not_matter(view):
    """A darker, flatter picture shows the same patch at the same place."""
    flat = (gone(view, 2.0, -3.0) * 0.4 + 30.0).astype(np.uint8)
    assert Patch.of(view, np.array([100.0, 100.0]), (7, 7)).moved(flat) == pytest.approx((2.0, -3.0), abs=0.1)


@pytest.mark.parametrize(("likeness", "found"), [(0.4, False), (0.65, True)], ids=["less", "more"])
def test_a_patch_is_believed_from_one_half_of_likeness(view, likeness, found):
    """With noise laid over it, until the likeness falls under one half."""
    noise = np.random.default_rng(9).normal(0.0, 1.0, view.shape)
    clean = (view - view.mean()) / view.std()
    mixed = likeness * clean + np.sqrt(1.0 - likeness**2) * noise
    spoilt = np.clip(128.0 + 40.0 * mixed, 0, 255).astype(np.uint8)
    patch = Patch.of(view, np.array([100.0, 100.0]), (14, 14))
    assert (patch.moved(spoilt) is not None) is found


def test_of_two_places_alike_the_nearer_one_is_taken():
    """A stripe that repeats itself: the patch has not jumped to the next one."""
    stripes = np.tile((127.0 + 100.0 * np.sin(2 * np.pi * np.arange(200) / 8.0))[:, None], (1, 200)).astype(np.uint8)
    assert Patch.of(stripes, np.array([100.0, 100.0]), (9, 9)).moved(stripes) == pytest.approx((0, 0), abs=0.05)
