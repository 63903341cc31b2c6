"""What a turned head makes of lips that come forward: depth looks like width.

The frontal view lays every pixel on the resting face, so skin that slides along that face is laid right, and skin that
leaves it is laid aside: on a head turned by ten degrees, lips that come 8 mm forward seem to move 1.4 mm sideways, a
third of a pucker.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from mirror.perception.face import Side
from mirror.perception.refined.camera import Camera, HeadPosition, Matrix, Vectors
from mirror.perception.refined.frontal import CELL, FrontalFace
from mirror.perception.refined.readings import Vector


@dataclass(frozen=True, slots=True)
class Protrusion:
    """One place of the resting face whose skin may come forward."""

    corners: Vectors
    """(4, 3) the place on the head, and one frontal pixel to the right, down and deeper of it."""
    slope: Vector
    """(2,) how fast the resting face falls away there, to the right and down."""
    outwards: Vector
    """(2,) away from the middle of the face."""

    @classmethod
    def at(cls, place: Vector, side: Side, face: FrontalFace) -> Self:
        """``place`` is (2,) in frontal pixels."""
        reach = CELL / 2.0
        around: Vectors = place + reach * np.array([[0.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
        surface = face.surface(around)
        _, right, left, below, above = surface[:, 2]
        slope = np.array([right - left, below - above]) / (2.0 * reach)
        outwards = np.array([1.0 if side is Side.LEFT else -1.0, 0.0])
        return cls(face.head(surface[0] + np.vstack((np.zeros(3), np.eye(3)))), slope, outwards)

    def taken_off(self, shift: Vector, forward: float, camera: Camera, position: HeadPosition) -> Vector:
        """The true shift (2,) in frontal pixels of skin that seems to have gone ``shift`` along the face.

        ``forward`` is by how much the skin comes forward for each unit that it goes inwards.  With c the frontal shift
        that a unit of depth looks like, g the slope of the face and m the seeming shift, the true one, d, solves
        (1 + c forward outwards^T) d = (1 + c g^T) m.
        """
        here, right, down, deeper = position.seen(self.corners, camera)
        # Which frontal shift moves a pixel of the picture as one unit of depth does: about the tangent of the turn.
        looks_like = _solved(np.column_stack((right - here, down - here)), deeper - here)
        seen = shift + looks_like * (self.slope @ shift)
        return _solved(np.eye(2) + np.outer(looks_like, forward * self.outwards), seen)


def _solved(matrix: Matrix, goal: Vector) -> Vector:
    """(2,) what the (2, 2) matrix takes to ``goal``; written out, as a solver's call costs ten times as much."""
    (a, b), (c, d) = matrix.tolist()
    x, y = goal.tolist()
    determinant = a * d - b * c
    solution: Vector = np.array([d * x - b * y, a * y - c * x]) / determinant
    return solution
