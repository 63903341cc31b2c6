"""Millimetres from a face: the drawn patient's are known."""

import numpy as np
import pytest

from mirror.clips.expression import Expression
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.perception.scale import EYES_MM, IRIS_MM, mm_per_unit
from mirror.perception.tracker import Input, open_tracker


@pytest.mark.parametrize("size", [(480, 640), (640, 480)], ids=str)
def test_the_scale_of_a_drawn_face_is_right(bundle, size):
    """Millimetres per pixel as the real net's points give them, within 5 %."""
    portrait = Portrait(*size, PATIENT)
    with open_tracker(bundle, Input.STILL) as tracker:
        points = tracker.track(portrait.draw(Expression()), 0.0)
    assert mm_per_unit(points) * portrait.per_mm == pytest.approx(1.0, abs=0.05)


def test_iris_and_eye_corners_count_alike():
    """An iris drawn a tenth too wide makes the figures half a tenth too small, not a tenth."""
    points = np.zeros((478, 3))
    points[263, 0] = EYES_MM
    points[[474, 469], 0] = points[[475, 470], 1] = IRIS_MM
    assert mm_per_unit(points) == pytest.approx(1.0)
    points[469:] *= 1.1
    assert mm_per_unit(points) == pytest.approx(1.1**-0.5)
