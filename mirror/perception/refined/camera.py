"""A head before a pinhole camera: where its points fall in the picture, and how that changes as it moves."""

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float64]
"""(n, 3) or (n, 2)."""
Matrix = npt.NDArray[np.float64]

#: Focal length as a multiple of the picture's longer side.  It need not be right: 1.5 times as long gives the same
#: figures, while none at all (weak perspective) costs accuracy (docs/measurement.md).
FOCAL: Final = 1.5


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera without distortion; all in pixels."""

    focal_px: float
    centre: npt.NDArray[np.float64]
    """(2,) x, y of the optical axis."""

    @classmethod
    def of(cls, width_px: int, height_px: int) -> "Camera":
        """The camera a picture of this size is supposed to come from."""
        return cls(FOCAL * max(width_px, height_px), np.array([width_px, height_px]) / 2.0)

    def scaled(self, factor: float) -> "Camera":
        """The same camera after its picture was resized by ``factor``."""
        return Camera(self.focal_px * factor, self.centre * factor)

    def part(self, left_px: int, top_px: int) -> "Camera":
        """The same camera, as it stands to a part of its picture that begins there."""
        return Camera(self.focal_px, self.centre - (left_px, top_px))

    def mirrored(self, width_px: int) -> "Camera":
        """The camera of the mirror image of a picture so wide."""
        return Camera(self.focal_px, np.array([width_px - self.centre[0], self.centre[1]]))


@dataclass(frozen=True, slots=True)
class InMotion:
    """Where points fall in the picture, and how that changes as the head moves a little."""

    pixels: Vectors
    """(n, 2)"""
    right: Matrix
    """(6, n) pixels to the right per radian about each of the camera's axes, and per unit along each."""
    below: Matrix
    """(6, n) the same, down."""


@dataclass(frozen=True, slots=True)
class HeadPosition:
    """Where a rigid head is: ``head @ rotation.T + shift`` on the camera's axes (x right, y down, z away).

    The unit of length is the head's own; a picture cannot tell it from the distance.
    """

    rotation: Matrix
    shift: npt.NDArray[np.float64]

    def seen(self, head: Vectors, camera: Camera) -> Vectors:
        """(n, 2) pixels of the head's points (n, 3)."""
        at = head @ self.rotation.T + self.shift
        pixels: Vectors = at[:, :2] * (camera.focal_px / at[:, 2:]) + camera.centre
        return pixels

    def in_motion(self, head: Vectors, camera: Camera) -> "InMotion":
        """Where the head's points (n, 3) fall, and how that changes with a small turn and a small shift."""
        turned = self.rotation @ head.T
        x, y, z = turned
        at_x, at_y, at_z = turned + self.shift[:, None]
        across, down, per_z = at_x / at_z, at_y / at_z, camera.focal_px / at_z
        pixels = np.stack((across, down), axis=1) * camera.focal_px + camera.centre
        right, below = np.empty((6, len(head))), np.empty((6, len(head)))
        # d pixel = per_z * (dx - across dz, dy - down dz) with (dx, dy, dz) = turn x turned + shift.
        right[0], below[0] = -across * y, -z - down * y
        right[1], below[1] = z + across * x, down * x
        right[2], below[2] = -y, x
        right[3], below[3] = 1.0, 0.0
        right[4], below[4] = 0.0, 1.0
        right[5], below[5] = -across, -down
        return InMotion(pixels, right * per_z, below * per_z)

    def moved(self, step: npt.NDArray[np.float64]) -> "HeadPosition":
        """After a small turn and shift (6,), about and along the camera's axes; the turn in radians."""
        turn = np.asarray(cv2.Rodrigues(np.ascontiguousarray(step[:3]))[0], np.float64)
        return HeadPosition(turn @ self.rotation, self.shift + step[3:])

    def turned_from_deg(self, other: "HeadPosition") -> float:
        """The angle of the turn between two positions."""
        cosine = (float(np.vdot(self.rotation, other.rotation)) - 1.0) / 2.0
        return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
