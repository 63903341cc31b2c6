"""A face cut out of a camera frame, in colour, as a picture of its own: what the refined measurement is given.

It lives in memory only, for as long as the repetition it belongs to (docs/architecture.md).
"""

from dataclasses import dataclass
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

    @classmethod
    def of(cls, image: Image, points: Points, pose: Pose) -> Self:
        """The face with these points (478, 3); a copy, no finer than the measurement needs."""
        height, width = image.shape[:2]
        low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
        margin = MARGIN * (high - low)
        left, top = np.clip(np.floor(low - margin), 0, (width - 2, height - 2)).astype(int)
        right, bottom = np.clip(np.ceil(high + margin), (left + 2, top + 2), (width, height)).astype(int)
        cut = image[top:bottom, left:right]
        eyes = points[OUTER_CANTHUS[Side.LEFT], :2] - points[OUTER_CANTHUS[Side.RIGHT], :2]
        factor = min(1.0, EYES_PX / float(np.linalg.norm(eyes)))
        size = max(2, round((right - left) * factor)), max(2, round((bottom - top) * factor))
        small = cut.copy() if factor == 1.0 else cv2.resize(cut, size, interpolation=cv2.INTER_AREA)
        return cls(np.asarray(small, np.uint8), Camera.of(width, height).part(left, top).scaled(factor), pose)


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a movement and the face at rest it is to be compared with."""

    rest: FaceCut
    now: FaceCut
