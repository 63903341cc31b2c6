"""The face in a camera frame, cut out, in grey and no finer than needed: all that the light path looks at."""

from typing import Final

import cv2
import numpy as np

from mirror.perception.face import Image, Points, Side
from mirror.perception.landmarks import OUTER_CANTHUS
from mirror.perception.refined.camera import Camera
from mirror.perception.refined.frontal import Photograph

#: How far the cut reaches beyond the points, as a part of their extent.
MARGIN: Final = 0.1
#: Eye distance from which more pixels add nothing: the view from the front has 75.
ENOUGH_PX: Final = 100.0


def glance_of(image: Image, points: Points) -> Photograph:
    """The face with these points, as a picture of its own taken by the same camera.

    ``points`` (478, 3) lie at least partly in ``image`` (height, width, 3).
    """
    height, width = image.shape[:2]
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    margin = MARGIN * (high - low)
    left, top = np.clip(np.floor(low - margin), 0, (width - 2, height - 2)).astype(int)
    right, bottom = np.clip(np.ceil(high + margin), (left + 2, top + 2), (width, height)).astype(int)
    grey = cv2.cvtColor(image[top:bottom, left:right], cv2.COLOR_BGR2GRAY)
    eyes = points[OUTER_CANTHUS[Side.LEFT]] - points[OUTER_CANTHUS[Side.RIGHT]]
    factor = min(1.0, ENOUGH_PX / float(np.linalg.norm(eyes[:2])))
    if factor < 1.0:
        # Sizes are whole numbers; the same factor in x and y keeps the pixels square to within a fraction of one.
        size = max(2, round((right - left) * factor)), max(2, round((bottom - top) * factor))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    camera = Camera.of(width, height).part(left, top).scaled(factor)
    cut = (points - np.array([left, top, 0.0], np.float32)) * np.float32(factor)
    return Photograph(np.asarray(grey, np.uint8), cut, camera)
