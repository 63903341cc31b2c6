"""What an image allows, and when a face that is seen should not be measured."""

from typing import Final

import cv2
import numpy as np

from mirror.perception.face import Face, Image, Points, Pose, Quality, Side, Unseen
from mirror.perception.head import pose_of
from mirror.perception.landmarks import OUTER_CANTHUS, OVAL

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


def examine(image: Image, points: Points) -> Face:
    """The face with these points: how it is turned, what the image allows, and whether it should be measured."""
    height_px, width_px = image.shape[:2]
    pose, quality = pose_of(points), assess(image, points)
    return Face(points, width_px, height_px, pose, quality, fault_of(quality, pose, width_px, height_px))


def assess(image: Image, points: Points) -> Quality:
    """Size, place, light and sharpness of the face with these points."""
    height, width = image.shape[:2]
    right, left = points[OUTER_CANTHUS[Side.RIGHT], :2], points[OUTER_CANTHUS[Side.LEFT], :2]
    oval = points[_OVAL, :2]
    low = np.clip(oval.min(axis=0), 0, (width - 1, height - 1)).astype(int)
    high = np.clip(oval.max(axis=0), low + 1, (width, height)).astype(int)
    grey = cv2.cvtColor(image[low[1] : high[1], low[0] : high[0]], cv2.COLOR_BGR2GRAY)
    scale = _FACE_PX / grey.shape[1]
    small = cv2.resize(grey, (_FACE_PX, max(1, round(grey.shape[0] * scale))), interpolation=cv2.INTER_AREA)
    centre = oval.mean(axis=0) - (width / 2, height / 2)
    return Quality(
        eye_distance_px=float(np.linalg.norm(left - right)),
        off_centre=float(np.linalg.norm(centre) / width),
        light=float(small.mean()),
        sharpness=float(cv2.Laplacian(small, cv2.CV_32F).var()),
    )


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
