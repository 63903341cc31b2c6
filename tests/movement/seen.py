"""Observations that say what a test wants: eyes covered by parts, movements in mm."""

import numpy as np

from mirror.movement.quiet_region import LIDS_GONE, LIDS_READ
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Face, Pose, Quality, Side
from mirror.perception.landmarks import LIDS, OUTER_CANTHUS
from mirror.perception.observation import Observation, Rest
from mirror.perception.scale import EYES_MM

OPENING_MM = 10.0
NOISE_MM = 0.08


def face(left_mm, right_mm):
    """A face at one pixel per mm whose lids are so far apart."""
    points = np.zeros((478, 3), np.float32)
    for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
        points[OUTER_CANTHUS[side], 0] = sign * EYES_MM / 2.0
    for side, opening_mm in ((Side.LEFT, left_mm), (Side.RIGHT, right_mm)):
        for upper, lower in LIDS[side]:
            points[upper, 1], points[lower, 1] = -opening_mm / 2.0, opening_mm / 2.0
    return Face(points, 640, 480, Pose(0.0, 0.0, 0.0), Quality(90.0, 0.0, 120.0, 100.0), None)


def closed_mm(part):
    """What the lids of the mesh have done when this part of the eye is covered."""
    return OPENING_MM * (float(np.interp(part, LIDS_GONE, LIDS_READ)) if part > 0.0 else part)


def seen(t_s, left_eye=0.0, right_eye=0.0, moved=None, missing=(), noise_mm=NOISE_MM):
    """One observation; ``moved`` has (left, right) mm per movement, ``missing`` what cannot be read."""
    excursions = {movement: (0.0, 0.0) for movement in Movement} | {
        Movement.EYE_CLOSURE: (closed_mm(left_eye), closed_mm(right_eye))
    }
    excursions |= moved or {}
    left_mm, right_mm = excursions[Movement.EYE_CLOSURE]
    return Observation(
        t_s,
        face(OPENING_MM - left_mm, OPENING_MM - right_mm),
        None,
        Rest(1, 24, 24),
        {movement: Excursion(*sides, 0.9) for movement, sides in excursions.items() if movement not in missing},
        dict.fromkeys(Movement, noise_mm),
    )


def trapezoid(t_s, start_s, rise_s, hold_s, back_s=None):
    """0 before ``start_s``, 1 in the hold."""
    back_s = rise_s if back_s is None else back_s
    up, down = (t_s - start_s) / rise_s, (t_s - start_s - rise_s - hold_s) / back_s
    return min(max(up, 0.0), 1.0) * (1.0 - min(max(down, 0.0), 1.0))


def instants(end_s, hz, start_s=0.0):
    return [start_s + number / hz for number in range(round((end_s - start_s) * hz))]


def first(watch, observations):
    """The first thing that is said, or None."""
    said = [event for observation in observations if (event := watch.step(observation)) is not None]
    return said[0] if said else None
