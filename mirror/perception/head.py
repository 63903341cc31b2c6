"""The head as a rigid body: where it is, how it is turned, and points with that motion taken out."""

import math
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from mirror.perception.face import Points, Pose
from mirror.perception.landmarks import CANONICAL_IMAGE_AXES, STABLE

Vectors = npt.NDArray[np.float64]
"""(n, 3)"""

_STABLE: Final = np.array(STABLE)
_UNMIRRORED: Final = np.array([1.0, 1.0, -1.0])


@dataclass(frozen=True, slots=True)
class Similarity:
    """A rotation, a scale and a shift: ``scale * points @ rotation.T + shift``."""

    rotation: npt.NDArray[np.float64]
    scale: float
    shift: npt.NDArray[np.float64]

    @classmethod
    def between(cls, source: Vectors, target: Vectors) -> Self:
        """The least-squares similarity from ``source`` to ``target``, both (n, 3).

        Umeyama, "Least-squares estimation of transformation parameters between two point patterns", 1991.
        """
        source_mean, target_mean = source.sum(axis=0) / len(source), target.sum(axis=0) / len(target)
        centred, goal = source - source_mean, target - target_mean
        together = goal.T @ centred
        u, singular, vt = np.linalg.svd(together)
        if np.linalg.det(together) < 0.0:
            # The best fit is a mirror image; the best turn leaves the least certain axis as it is.
            u, singular = u * _UNMIRRORED, singular * _UNMIRRORED
        rotation = u @ vt
        scale = float(singular.sum() / np.vdot(centred, centred))
        return cls(rotation, scale, target_mean - scale * rotation @ source_mean)

    def apply(self, points: npt.NDArray[np.floating]) -> Vectors:
        moved: Vectors = self.scale * points @ self.rotation.T + self.shift
        return moved


def pose_of(points: Points) -> Pose:
    """How the head is turned, from a rigid fit of MediaPipe's canonical face to the stable points."""
    return angles(Similarity.between(CANONICAL_IMAGE_AXES, points[_STABLE].astype(np.float64)).rotation)


def angles(rotation: npt.NDArray[np.float64]) -> Pose:
    """The angles of a (3, 3) turn of the head from facing the camera."""
    # Image axes: x right, y down, z away.  The subject's left is the image's right.
    (xx, _, xz), (yx, _, yz), (_, _, zz) = rotation.tolist()
    yaw, pitch, roll = math.atan2(-xz, zz), math.asin(max(-1.0, min(1.0, yz))), math.atan2(yx, xx)
    return Pose(yaw_deg=math.degrees(yaw), pitch_deg=math.degrees(pitch), roll_deg=math.degrees(roll))


def upright(points: Points) -> Vectors:
    """All points in the head's own frame: (478, 3), unturned, in units of the canonical face (about 1 cm), y down."""
    stable = points[_STABLE].astype(np.float64)
    return Similarity.between(stable, CANONICAL_IMAGE_AXES).apply(points)


def on_rest(points: Points, rest: Vectors) -> Vectors:
    """All points with the rigid head motion since ``rest`` (478, 3) taken out, in the units of ``rest``."""
    stable = points[_STABLE].astype(np.float64)
    return Similarity.between(stable, rest[_STABLE]).apply(points)


def scale_to_rest(points: Points, rest: Vectors) -> float:
    """Units of ``rest`` per unit of ``points``, both (478, 3): all that distances need of the head's motion."""
    return Similarity.between(points[_STABLE].astype(np.float64), rest[_STABLE]).scale
