"""What an image allows, and when a face that is seen should not be measured."""

from typing import Final

import cv2
import numpy as np

from mirror.perception.face import Image, Points, Pose, Quality, Side, Unseen
from mirror.perception.landmarks import OUTER_CANTHUS, OVAL
from mirror.perception.live.glance import glance_of
from mirror.perception.refined.frontal import Photograph

#: Outer eye corners nearer together than this give less than the net was made for: below about a 256 px face crop its
#: noise grows; 60 px is the least at which the per-side figures were seen to hold.
FAR_PX: Final = 60.0
#: Wider than this fraction of the image's shorter side, brow or chin leave the picture as soon as the head moves.
NEAR: Final = 0.48
#: The face's centre may be this far from the image's, as a fraction of its width.
OFF_CENTRE: Final = 0.30
#: Beyond this a 2-D picture hides the far cheek.  Relative turns are gated much closer, see rest.py.
TURN_DEG: Final = 22.0
#: Mean grey level of a face that the camera can no longer separate from its own noise.
DARK: Final = 35.0
#: Variance of the Laplacian on a 128 px wide grey face below which edges are gone.
BLURRED: Final = 6.0

_OVAL: Final = np.array(OVAL)
_FACE_PX: Final = 128


def assess(image: Image, points: Points) -> Quality:
    """Size, place, light and sharpness of the face with these points."""
    height_px, width_px = image.shape[:2]
    return quality_of(points, width_px, height_px, glance_of(image, points))


def quality_of(points: Points, width_px: int, height_px: int, glance: Photograph) -> Quality:
    """The same for a face with these points in an image so large, of which there is a ``glance`` already."""
    right, left = points[OUTER_CANTHUS[Side.RIGHT], :2], points[OUTER_CANTHUS[Side.LEFT], :2]
    small = _face_only(glance)
    centre = points[_OVAL, :2].mean(axis=0) - (width_px / 2, height_px / 2)
    return Quality(
        eye_distance_px=float(np.linalg.norm(left - right)),
        off_centre=float(np.linalg.norm(centre) / width_px),
        light=float(small.mean()),
        sharpness=float(cv2.meanStdDev(cv2.Laplacian(small, cv2.CV_16S))[1][0, 0] ** 2),
    )


def _face_only(glance: Photograph) -> Image:
    """(height, 128) the face in grey, without what is round it."""
    grey = glance.grey
    height, width = grey.shape
    oval = glance.points[_OVAL, :2]
    low = np.clip(oval.min(axis=0), 0, (width - 1, height - 1)).astype(int)
    high = np.clip(oval.max(axis=0), low + 1, (width, height)).astype(int)
    face = grey[low[1] : high[1], low[0] : high[0]]
    size = _FACE_PX, max(1, round(face.shape[0] * _FACE_PX / face.shape[1]))
    return np.asarray(cv2.resize(face, size, interpolation=cv2.INTER_AREA), np.uint8)


def fault_of(quality: Quality, pose: Pose, width_px: int, height_px: int) -> Unseen | None:
    """The first reason not to measure, or None.  The order is the order in which a person can mend it."""
    if quality.light < DARK:
        return Unseen.DARK
    if quality.eye_distance_px < FAR_PX:
        return Unseen.TOO_FAR
    if quality.eye_distance_px > NEAR * min(width_px, height_px):
        return Unseen.TOO_NEAR
    if quality.off_centre > OFF_CENTRE:
        return Unseen.OFF_CENTRE
    if max(abs(pose.yaw_deg), abs(pose.pitch_deg)) > TURN_DEG:
        return Unseen.TURNED
    if quality.sharpness < BLURRED:
        return Unseen.BLURRED
    return None
