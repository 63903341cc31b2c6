"""The head as a rigid body."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror.perception.face import Side
from mirror.perception.head import Similarity, on_rest, pose_of
from mirror.perception.landmarks import CANONICAL, CANONICAL_IMAGE_AXES, INNER_CANTHUS, OUTER_CANTHUS, STABLE

angles = st.floats(-25.0, 25.0)


def turned(yaw_deg=0.0, pitch_deg=0.0, roll_deg=0.0):
    """Points of MediaPipe's canonical face, turned and put into a picture."""
    yaw, pitch, roll = np.radians([yaw_deg, pitch_deg, roll_deg])
    # Image axes: x right, y down, z away.  To the subject's own left is to the image's right.
    about_y = np.array([[np.cos(yaw), 0, -np.sin(yaw)], [0, 1, 0], [np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    points = np.zeros((478, 3), np.float32)
    points[list(STABLE)] = 12.0 * CANONICAL_IMAGE_AXES @ (about_z @ about_x @ about_y).T + [240, 320, 0]
    return points


@pytest.mark.parametrize("angle", ["yaw_deg", "pitch_deg", "roll_deg"])
@pytest.mark.parametrize("degrees", [-15.0, 10.0])
def test_each_turn_is_read_with_its_sign(angle, degrees):
    """A turn about one axis is that angle and no other."""
    pose = pose_of(turned(**{angle: degrees}))
    for name in ("yaw_deg", "pitch_deg", "roll_deg"):
        assert getattr(pose, name) == pytest.approx(degrees if name == angle else 0.0, abs=0.1)


def test_turning_to_the_own_left_moves_the_nose_to_the_images_right():
    """The sign of the yaw is the subject's, checked on the picture itself."""
    nose_x, bridge_x = turned(yaw_deg=15.0)[4, 0], turned(yaw_deg=15.0)[168, 0]
    assert nose_x > bridge_x


@settings(max_examples=50, deadline=None)
@given(angles, angles, angles, st.floats(0.5, 2.0))
def test_the_motion_of_the_head_is_taken_out(yaw, pitch, roll, scale):
    """A head that only turned, moved or came nearer lies on its rest again."""
    rest = turned().astype(np.float64)
    moved = turned(yaw, pitch, roll) * scale + np.float32(30)
    assert on_rest(moved, rest)[list(STABLE)] == pytest.approx(rest[list(STABLE)], abs=0.05)


def test_a_mirror_image_is_never_called_a_rotation():
    """The fit stays a rotation when a reflection would fit better."""
    source = np.random.default_rng(1).normal(size=(12, 3))
    found = Similarity.between(source, source * [-1, 1, 1])
    assert np.linalg.det(found.rotation) == pytest.approx(1.0)


def test_left_is_the_subjects_left_everywhere():
    """Every left point of the tables lies on the image's right in MediaPipe's canonical face."""
    assert CANONICAL[OUTER_CANTHUS[Side.LEFT]][0] > 0 > CANONICAL[OUTER_CANTHUS[Side.RIGHT]][0]
    assert CANONICAL[INNER_CANTHUS[Side.LEFT]][0] > 0 > CANONICAL[INNER_CANTHUS[Side.RIGHT]][0]
