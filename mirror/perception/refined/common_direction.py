"""From the displacements of both sides to one figure each, with a sign.

The right side is mirrored onto the left.  What both sides did together gives the direction of the movement and their
sum; how they differ along it gives the rest.  On a head that is turned from rest the two parts are not known alike: a
face whose depth is off by a little seems to shift sideways, both sides to the same side of the picture, which is a
difference between the sides.  Up and down it shifts both sides alike, which is none.  So the more the head is turned,
the more the difference is taken from what the sides did up and down (generalised least squares; docs/measurement.md).
"""

import math
from typing import Final

import numpy as np

from mirror.perception.refined.readings import Vector

#: Turn from rest, in yaw, at which the depth of the face makes a reading as uncertain sideways as it is by itself.
DOUBTFUL_DEG: Final = 4.0
TINY: Final = 1e-9
NO_USUAL: Final = np.zeros(2)


def along_common(left: Vector, right: Vector, yaw_deg: float, usual: Vector = NO_USUAL) -> tuple[float, float]:
    """(left, right) how far each side went along the direction of both, in the units of the vectors (2,).

    Both are displacements with x outwards and y down; ``yaw_deg`` is the head's turn from rest.  ``usual`` is added to
    what both did before its direction is taken: it decides while the displacement itself is too small to.
    """
    # In plain numbers: on two at a time, five times in every frame, an array's calls cost more than its arithmetic.
    together, apart = _both(left + right), _both(left - right)
    across, down = _both(left + right + usual)
    length = max(math.hypot(across, down), TINY)
    direction = across / length, down / length
    sure = direction[0], direction[1] * (1.0 + (yaw_deg / DOUBTFUL_DEG) ** 2)
    total = _along(together, direction)
    difference = _along(apart, sure) / max(_along(direction, sure), TINY)
    return (total + difference) / 2.0, (total - difference) / 2.0


def _both(vector: Vector) -> tuple[float, float]:
    x, y = vector.tolist()
    return x, y


def _along(way: tuple[float, float], direction: tuple[float, float]) -> float:
    return way[0] * direction[0] + way[1] * direction[1]
