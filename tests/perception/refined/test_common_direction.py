"""Two displacements, one figure per side."""

import numpy as np
import pytest

from mirror.perception.refined.common_direction import along_common

#: Inwards and up, as a pucker goes; 4 mm on the left and 1 mm on the right.
INWARDS_UP = np.array([-0.9, -0.436])


@pytest.mark.parametrize("yaw_deg", [0.0, 8.0])
@pytest.mark.parametrize("weak", [-1.0, 0.0, 1.0, 4.0])
def test_sides_that_go_the_same_way_are_read_for_what_they_did(weak, yaw_deg):
    """However the head is turned, and with the sign: a side may go the other way."""
    sides = along_common(4.0 * INWARDS_UP, weak * INWARDS_UP, yaw_deg)
    assert sides == pytest.approx((4.0, weak), abs=1e-3)


def test_a_mirrored_pair_swaps_the_figures():
    """Left becomes right and nothing else changes."""
    left, right = np.array([-3.0, -1.0]), np.array([1.5, 0.2])
    swapped = along_common(right, left, -6.0)
    assert along_common(left, right, 6.0) == pytest.approx(swapped[::-1])


def test_on_a_turned_head_a_shift_of_everything_sideways_counts_less():
    """Both corners half a millimetre to the same side: the error is less than six tenths of what it is unturned."""
    shift = np.array([0.5, 0.0])  # Outwards on the left is inwards on the right.
    left, right = 4.0 * INWARDS_UP + shift, INWARDS_UP - shift
    unturned, turned = (abs(np.subtract(*along_common(left, right, yaw_deg)) - 3.0) for yaw_deg in (0.0, 8.0))
    assert turned < 0.6 * unturned


def test_nothing_moved_is_nothing():
    """Two zero displacements are zero, not a division by zero."""
    assert along_common(np.zeros(2), np.zeros(2), 0.0) == (0.0, 0.0)
