"""From points at rest and now to how far each side moved: one rule per movement.

Each side's displacement is a vector in the head's frame.  The right side is mirrored onto the left, and both are
projected on their common direction, which makes the figures signed: noise on a still side averages to zero over a hold
instead of adding up.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.head import Vectors
from mirror.perception.landmarks import BROW, COMMISSURE, IRIS_WIDTH, LIDS, LOWER_LIP, NOSE_WING, UPPER_LIP

Vector = npt.NDArray[np.float64]
"""(2,): x towards the subject's own side, y down; both in mm."""

#: Diameter of the human iris in mm.  Emotrics (JAMA Facial Plast Surg 2018); 11.7 +- 0.5 mm in people (MediaPipe Iris).
IRIS_MM: Final = 11.77

#: Where each movement usually goes (x outwards, y down): it decides while the displacement itself is too small to.
USUAL: Final = {
    Movement.SMILE: np.array([0.6, -0.8]),
    Movement.PUCKER: np.array([-1.0, 0.0]),
    Movement.SNARL: np.array([0.0, -1.0]),
    Movement.LOWER_LIP: np.array([0.0, 1.0]),
}
#: Which points show each movement that has a direction.
REGIONS: Final[Mapping[Movement, tuple[Mapping[Side, tuple[int, ...]], ...]]] = {
    Movement.SMILE: (COMMISSURE,),
    Movement.SNARL: (UPPER_LIP, NOSE_WING),
    Movement.PUCKER: (COMMISSURE,),
    Movement.LOWER_LIP: (LOWER_LIP,),
}
#: How many mm of common displacement weigh as much as the usual direction.
USUAL_WEIGHT_MM: Final = 1.5


def mm_per_unit(points: Vectors) -> float:
    """Millimetres per unit of ``points`` (478, 3), by the width of the irises."""
    widths = [float(np.linalg.norm(points[a] - points[b])) for a, b in IRIS_WIDTH.values()]
    return IRIS_MM / (sum(widths) / len(widths))


def lid_gap(points: Vectors, side: Side) -> float:
    """Mean distance of the facing lid points, in the units of ``points``."""
    return float(np.mean([np.linalg.norm(points[upper] - points[lower]) for upper, lower in LIDS[side]]))


def displacements_mm(rest: Vectors, now: Vectors, mm: float) -> dict[Movement, tuple[float, float]]:
    """(left, right) in mm for every movement; both (478, 3) in the head's frame, ``mm`` millimetres per unit."""
    return {movement: rule(rest, now, mm) for movement, rule in _RULES.items()}


def _brow(rest: Vectors, now: Vectors, mm: float) -> tuple[float, float]:
    """Vertical only: a brow is a horizontal ridge, so what it does sideways cannot be seen."""
    left, right = (float((rest[list(BROW[s])] - now[list(BROW[s])])[:, 1].mean()) * mm for s in _SIDES)
    return left, right


def _eye(rest: Vectors, now: Vectors, mm: float) -> tuple[float, float]:
    left, right = ((lid_gap(rest, side) - lid_gap(now, side)) * mm for side in _SIDES)
    return left, right


def _along(movement: Movement) -> Callable[[Vectors, Vectors, float], tuple[float, float]]:
    """A rule that follows the mean of some points along the common direction of both sides."""
    usual = USUAL[movement] * USUAL_WEIGHT_MM

    def rule(rest: Vectors, now: Vectors, mm: float) -> tuple[float, float]:
        left, right = (_travel(rest, now, side, movement) * mm for side in _SIDES)
        together = usual + left + right
        direction = together / max(float(np.linalg.norm(together)), 1e-9)
        return float(left @ direction), float(right @ direction)

    return rule


def _travel(rest: Vectors, now: Vectors, side: Side, movement: Movement) -> Vector:
    """Mean displacement of a movement's points, x counted outwards."""
    points = [index for region in REGIONS[movement] for index in region[side]]
    moved = (now[points] - rest[points]).mean(axis=0)[:2]
    return np.array([moved[0] if side is Side.LEFT else -moved[0], moved[1]])


_SIDES: Final = (Side.LEFT, Side.RIGHT)
_RULES: Final = {
    Movement.BROW_RAISE: _brow,
    Movement.EYE_CLOSURE: _eye,
    **{movement: _along(movement) for movement in REGIONS},
}
