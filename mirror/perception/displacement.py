"""From what each side has done to two figures: one rule per movement.

Each side's displacement is a vector in the head's frame.  The right side is mirrored onto the left, and both are
projected on their common direction, which makes the figures signed: noise on a still side averages to zero over a hold
instead of adding up.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.head import Vectors
from mirror.perception.landmarks import BROW, COMMISSURE, LIDS, LOWER_LIP, NOSE_WING, UPPER_LIP
from mirror.perception.refined.common_direction import along_common

Vector = npt.NDArray[np.float64]
"""(2,): x towards the subject's own side, y down; both in mm."""

#: Where each movement usually goes (x outwards, y down): it decides while the displacement itself is too small to.
USUAL: Final = {
    Movement.BROW_RAISE: np.array([0.0, -1.0]),
    Movement.SMILE: np.array([0.6, -0.8]),
    Movement.PUCKER: np.array([-1.0, 0.0]),
    Movement.SNARL: np.array([0.0, -1.0]),
    Movement.LOWER_LIP: np.array([0.0, 1.0]),
}
#: How many mm of common displacement weigh as much as the usual direction.
USUAL_WEIGHT_MM: Final = 1.5
#: Upper and lower lid.
_LIDS: Final = {side: np.array(pairs).T for side, pairs in LIDS.items()}
#: Which points of the mesh follow each movement, as far as they do.
_POINTS: Final[Mapping[Movement, tuple[Mapping[Side, tuple[int, ...]], ...]]] = {
    Movement.BROW_RAISE: (BROW,),
    Movement.SMILE: (COMMISSURE,),
    Movement.SNARL: (UPPER_LIP, NOSE_WING),
    Movement.PUCKER: (COMMISSURE,),
    Movement.LOWER_LIP: (LOWER_LIP,),
}


def lid_gap(points: Vectors, side: Side) -> float:
    """Mean distance of the facing lid points, in the units of ``points``."""
    upper, lower = _LIDS[side]
    return float(np.linalg.norm(points[upper] - points[lower], axis=1).mean())


def both_mm(movement: Movement, left: Vector, right: Vector, yaw_deg: float) -> tuple[float, float]:
    """(left, right) figures of a movement that has a direction, from what each side has done.

    ``yaw_deg`` is the head's turn from rest.
    """
    if movement is Movement.BROW_RAISE:
        # A brow is a horizontal ridge: what it does sideways cannot be seen.
        return float(-left[1]), float(-right[1])
    return along_common(left, right, yaw_deg, USUAL[movement] * USUAL_WEIGHT_MM)


def level_mm(rest: Vectors, now: Vectors, mm: float, movement: Movement) -> float:
    """How far along its usual way a movement seems to be by points alone, the mean of both sides; negative before rest.

    ``rest`` and ``now`` are (478, 3) in the head's frame, ``mm`` millimetres per unit.  It tells rest from movement in
    a film whose resting face is not known yet, and is never a figure to report.
    """
    if movement is Movement.EYE_CLOSURE:
        return float(np.mean([lid_gap(rest, side) - lid_gap(now, side) for side in Side])) * mm
    travelled = np.mean([_travel(rest, now, side, movement) for side in Side], axis=0)
    usual = USUAL[movement]
    return float(travelled @ usual / np.linalg.norm(usual)) * mm


def _travel(rest: Vectors, now: Vectors, side: Side, movement: Movement) -> Vector:
    """Mean displacement of a movement's points, x counted outwards."""
    points = [index for region in _POINTS[movement] for index in region[side]]
    moved = (now[points] - rest[points]).mean(axis=0)[:2]
    return np.array([moved[0] if side is Side.LEFT else -moved[0], moved[1]])
