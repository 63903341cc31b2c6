"""Ways of reading a displacement, on pictures whose displacement is known."""

import cv2
import numpy as np
import pytest

from mirror.perception.refined.frontal import SIZE
from mirror.perception.refined.readings import Search, View, at_points, dense_flow

PLACES = np.array([[200.0, 200.0], [215.0, 190.0]])
FAR = np.array([12.0, -70.0])


def view(image):
    return View(image, PLACES)


def skin():
    """Fine grain, the same everywhere: nothing in it says from afar which place is which."""
    grain = cv2.GaussianBlur(np.random.default_rng(3).normal(0.0, 90.0, (SIZE, SIZE)), (0, 0), 1.5)
    return np.repeat(np.clip(grain + 128.0, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def test_the_dense_flow_goes_far_when_it_is_told_about_where():
    """A shift beyond the flow's own reach is found from a start that is off by some pixels, and not from nothing."""
    rest = skin()
    now = np.roll(rest, FAR.astype(int)[::-1], axis=(0, 1))
    start = np.tile((FAR + 5.0).astype(np.float32), (SIZE, SIZE, 1))
    assert at_points(dense_flow(view(rest), view(now), start, Search.THOROUGH), PLACES) == pytest.approx(FAR, abs=0.5)
    assert np.linalg.norm(at_points(dense_flow(view(rest), view(now), None, Search.THOROUGH), PLACES) - FAR) > 10.0
