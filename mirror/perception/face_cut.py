"""A face cut out of a camera frame, in colour, as a picture of its own: what the refined measurement is given.

It lives in memory only, for as long as the repetition it belongs to (docs/architecture.md).
"""

from dataclasses import dataclass, replace
from typing import Final, Self

import cv2
import numpy as np

from mirror.perception.face import Image, Points, Pose, Side
from mirror.perception.landmarks import OUTER_CANTHUS
from mirror.perception.refined.camera import Camera
from mirror.perception.refined.frontal import EYES_PX

#: How far the cut reaches beyond the points on every side, as a part of their extent: the net looks for a face with
#: something round it.
MARGIN: Final = 0.5


@dataclass(frozen=True, slots=True)
class FaceCut:
    """One face and a little of what is round it."""

    image: Image
    """(height, width, 3), unmirrored."""
    camera: Camera
    """The camera that took the whole frame, as it stands to this part of it."""
    pose: Pose
    eyes_px: float
    """Distance of the outer eye corners."""

    @classmethod
    def of(cls, image: Image, points: Points, pose: Pose) -> Self:
        """The face with these points (478, 3); a copy, since the frame goes on to the next picture."""
        height, width = image.shape[:2]
        low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
        margin = MARGIN * (high - low)
        left, top = np.clip(np.floor(low - margin), 0, (width - 2, height - 2)).astype(int)
        right, bottom = np.clip(np.ceil(high + margin), (left + 2, top + 2), (width, height)).astype(int)
        eyes = points[OUTER_CANTHUS[Side.LEFT], :2] - points[OUTER_CANTHUS[Side.RIGHT], :2]
        camera = Camera.of(width, height).part(left, top)
        return cls(image[top:bottom, left:right].copy(), camera, pose, float(np.linalg.norm(eyes)))

    def for_reading(self) -> Self:
        """The same no finer than the refined measurement needs.

        Not done where it is cut: of the many moments of a hold only a few are read, and not on the frame's time.
        """
        if self.eyes_px <= EYES_PX:
            return self
        factor = EYES_PX / self.eyes_px
        height, width = self.image.shape[:2]
        size = max(2, round(width * factor)), max(2, round(height * factor))
        small = np.asarray(cv2.resize(self.image, size, interpolation=cv2.INTER_AREA), np.uint8)
        return replace(self, image=small, camera=self.camera.scaled(factor), eyes_px=EYES_PX)


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a movement and the face at rest it is to be compared with."""

    rest: FaceCut
    now: FaceCut
