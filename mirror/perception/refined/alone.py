"""Whether a photograph shows one person only."""

from typing import Final

import cv2
import numpy as np

from mirror.perception.face import Image, Points
from mirror.perception.landmarks import OUTER_CANTHUS, OVAL
from mirror.perception.tracker import Tracker

#: Another face counts from this part of the first one's size on; smaller ones are pictures on the wall.
AS_LARGE: Final = 0.4
#: How far beyond the face's outline it is covered while another one is looked for, as a part of its size.
COVER: Final = 0.35
#: The usual colour, with which it is covered, is told by every so many pixels across and down.
EVERY_PX: Final = 8


def shows_another_face(image: Image, points: Points, tracker: Tracker) -> bool:
    """Whether there is a second face of some size beside the one with these points: the first is covered, and looked
    for again."""
    oval = points[list(OVAL), :2]
    reach = COVER * (oval.max(axis=0) - oval.min(axis=0))
    height, width = image.shape[:2]
    low = np.clip(oval.min(axis=0) - reach, 0, (width, height)).astype(int)
    high = np.clip(oval.max(axis=0) + reach, 0, (width, height)).astype(int)
    usual = np.median(image[::EVERY_PX, ::EVERY_PX], axis=(0, 1)).astype(np.uint8)
    last = high - 1
    covered = cv2.rectangle(image.copy(), low.tolist(), last.tolist(), usual.tolist(), cv2.FILLED)
    other = tracker.track(np.asarray(covered, np.uint8), 0.0)
    return other is not None and eye_distance_px(other) >= AS_LARGE * eye_distance_px(points)


def eye_distance_px(points: Points) -> float:
    """Between the outer eye corners."""
    left, right = (points[index, :2] for index in OUTER_CANTHUS.values())
    return float(np.linalg.norm(left - right))
