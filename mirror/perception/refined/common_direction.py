"""From the displacements of both sides to one figure each, with a sign.

The right side is mirrored onto the left.  What both sides did together gives the direction of the movement and their
sum; how they differ along it gives the rest.  On a head that is turned from rest the two parts are not known alike: a
face whose depth is off by a little seems to shift sideways, both sides to the same side of the picture, which is a
difference between the sides.  Up and down it shifts both sides alike, which is none.  So the more the head is turned,
the more the difference is taken from what the sides did up and down (generalised least squares; docs/measurement.md).
"""

from typing import Final

import numpy as np

from mirror.perception.refined.readings import Vector

#: Turn from rest, in yaw, at which the depth of the face makes a reading as uncertain sideways as it is by itself.
DOUBTFUL_DEG: Final = 4.0
TINY: Final = 1e-9


def along_common(left: Vector, right: Vector, yaw_deg: float) -> tuple[float, float]:
    """(left, right) how far each side went along the direction of both, in the units of the vectors (2,).

    Both are displacements with x outwards and y down, ``yaw_deg`` is the head's turn from rest.
    """
    together, apart = left + right, left - right
    direction = together / max(float(np.linalg.norm(together)), TINY)
    sure = direction * np.array([1.0, 1.0 + (yaw_deg / DOUBTFUL_DEG) ** 2])
    total = float(together @ direction)
    difference = float(apart @ sure) / max(float(direction @ sure), TINY)
    return (total + difference) / 2.0, (total - difference) / 2.0
