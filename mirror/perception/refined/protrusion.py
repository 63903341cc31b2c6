"""What a turned head makes of lips that come forward: depth looks like width.

The frontal view lays every pixel on the resting face, so skin that slides along that face is laid right, and skin that
leaves it is laid aside: on a head turned by ten degrees, lips that come 8 mm forward seem to move 1.4 mm sideways, a
third of a pucker.
"""

import numpy as np

from mirror.perception.face import Side
from mirror.perception.refined.camera import Camera, HeadPosition, Vectors
from mirror.perception.refined.frontal import CELL, FrontalFace
from mirror.perception.refined.readings import Vector


def without_protrusion(
    shift: Vector, at: Vector, side: Side, forward: float, face: FrontalFace, camera: Camera, position: HeadPosition
) -> Vector:
    """The true shift (2,) in frontal pixels of skin at ``at`` (2,) that seems to have gone ``shift`` along the face.

    ``forward`` is by how much the skin comes forward for each unit that it goes inwards.  With c the frontal shift that
    a unit of depth looks like, g the slope of the face and m the seeming shift, the true one, d, solves
    (1 + c forward outwards^T) d = (1 + c g^T) m.
    """
    looks_like = _shift_per_depth(at, face, camera, position)
    outwards = np.array([1.0 if side is Side.LEFT else -1.0, 0.0])
    seen = np.eye(2) + np.outer(looks_like, _slope(at, face))
    moved = np.eye(2) + np.outer(looks_like, forward * outwards)
    return np.asarray(np.linalg.solve(moved, seen @ shift), np.float64)


def _shift_per_depth(at: Vector, face: FrontalFace, camera: Camera, position: HeadPosition) -> Vector:
    """Which frontal shift moves a pixel of the picture as one unit of depth does: about the tangent of the turn."""
    corners = face.surface(at[None]) + np.vstack((np.zeros(3), np.eye(3)))
    here, right, down, deeper = position.seen(face.head(corners), camera)
    shift: Vector = np.linalg.solve(np.column_stack((right - here, down - here)), deeper - here)
    return shift


def _slope(at: Vector, face: FrontalFace) -> Vector:
    """How fast the resting face falls away to the right and down at ``at``."""
    reach = CELL / 2.0
    places: Vectors = at + reach * np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    depth = face.surface(places)[:, 2]
    return np.array([depth[0] - depth[1], depth[2] - depth[3]]) / (2.0 * reach)
