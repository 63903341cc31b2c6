"""Which points tell each movement, and by which readings: what each side has done, in frontal pixels.

The choice was made on synthetic patients with known movement; docs/measurement.md has the figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from mirror.perception.excursion import Movement
from mirror.perception.face import Image, Side
from mirror.perception.refined.camera import HeadPosition, Vectors
from mirror.perception.refined.frontal import Floats, FrontalFace, Photograph
from mirror.perception.refined.lips import OUTLINE, Lips
from mirror.perception.refined.protrusion import Protrusion
from mirror.perception.refined.readings import (
    Search,
    Vector,
    View,
    at_points,
    dense_flow,
    landmark_field,
    landmark_shift,
    patch_shift,
    sparse_flow,
)

BROW: Final = {Side.LEFT: (334, 296, 293, 283, 282), Side.RIGHT: (105, 66, 63, 53, 52)}
CORNER: Final = {Side.LEFT: (291,), Side.RIGHT: (61,)}
#: The skin just outside the corner.
MODIOLUS: Final = {Side.LEFT: (287, 273, 410, 432), Side.RIGHT: (57, 43, 186, 212)}
UPPER_LIP: Final = {Side.LEFT: (269, 270), Side.RIGHT: (39, 40)}
#: Holds still in a pucker: what it seems to do is what is left of the head's own motion.
NOSE_BASE: Final = (94, 2, 19, 1, 98, 327, 64, 294)
#: Where the lips meet, in their middle: goes little to the side in a pucker, and lies as deep as the corners.
SEAM: Final = (13, 14)
WING_AND_LIP: Final = {Side.LEFT: (358, 327, 269, 270), Side.RIGHT: (129, 98, 39, 40)}

Region = Mapping[Side, tuple[int, ...]]

#: What has to be in view of each movement that is read as a displacement.
REGIONS: Final[Mapping[Movement, tuple[Region, ...]]] = {
    Movement.BROW_RAISE: (BROW,),
    Movement.SMILE: (CORNER, MODIOLUS),
    Movement.SNARL: (WING_AND_LIP,),
    Movement.PUCKER: (CORNER, MODIOLUS, dict.fromkeys(Side, NOSE_BASE)),
}
#: A pucker brings the corner forward about twice as far as inwards, and one and a half times as far beyond what the
#: middle of the lips says already, which comes forward too; and how much of what the nose's base and the middle of the
#: lips seem to do the corner shares.  Fitted on synthetic patients, checked by subject (docs/measurement.md): not
#: evidence for people.
FORWARD: Final = 1.5
SHARED_WITH_NOSE: Final = 0.45
SHARED_WITH_LIPS: Final = 0.3
SIDEWAYS: Final = np.array([1.0, 0.0])
SMALL_PATCH_PX: Final = 16
_LARGE_PATCH_PX: Final = 32


@dataclass(frozen=True, slots=True)
class Moved:
    """What one side has done."""

    shift: Vector
    apart_px: float
    """How far the ways of reading it disagree; 0 where there is one only."""


@dataclass(frozen=True, slots=True)
class Before:
    """The face at rest, as one movement is read from it."""

    face: FrontalFace
    view: View
    lips: Lips | None
    """For a pucker, unless they look like the skin."""

    @classmethod
    def of(cls, face: FrontalFace, frontal: Image, movement: Movement) -> Self:
        """``frontal`` is the face's own frontal view."""
        view = View(frontal, around(face, movement))
        if movement is not Movement.PUCKER:
            return cls(face, view, None)
        return cls(face, view, Lips.of(view.part, face.mesh[list(OUTLINE), :2] - view.corner))


@dataclass(frozen=True, slots=True)
class Now:
    """The face of the movement: its photograph, where the head is in it, and the frontal view."""

    photograph: Photograph
    position: HeadPosition
    view: View


def around(face: FrontalFace, movement: Movement) -> Vectors:
    """(n, 2) the points that a movement is read at, in the frontal view."""
    index = [point for region in REGIONS[movement] for side in Side for point in region[side]]
    return face.mesh[index, :2]


def moved(movement: Movement, before: Before, now: Now) -> dict[Side, Moved]:
    """What each side has done."""
    match movement:
        case Movement.SMILE:
            return {side: _smile(before, now, side) for side in Side}
        case Movement.PUCKER:
            return _pucker(before, now)
        case Movement.BROW_RAISE:
            flow = _flow(before, now, Search.QUICK)
            # A brow is a horizontal ridge: what it does sideways cannot be seen.
            return {
                side: Moved(at_points(flow, _places(before, BROW, side)) * np.array([0.0, 1.0]), 0.0) for side in Side
            }
        case _:
            flow = _flow(before, now, Search.THOROUGH)
            return {
                side: _mean(
                    at_points(flow, _places(before, UPPER_LIP, side)),
                    at_points(flow, _places(before, WING_AND_LIP, side)),
                )
                for side in Side
            }


def _flow(before: Before, now: Now, how: Search) -> Floats:
    """Landmarks say about where the skin has gone, the picture says how far."""
    return dense_flow(before.view, now.view, landmark_field(before.face, now.photograph, now.position), how)


def _smile(before: Before, now: Now, side: Side) -> Moved:
    start = sparse_flow(before.view, now.view, _places(before, CORNER, side))
    centre = _places(before, CORNER, side)[0]
    ways = np.stack(
        (
            patch_shift(before.view, now.view, centre, SMALL_PATCH_PX, start),
            sparse_flow(before.view, now.view, _places(before, MODIOLUS, side)),
            landmark_shift(before.face, now.photograph, now.position, list(CORNER[side])),
        )
    )
    middle = np.median(ways, axis=0)
    # The median stands when one way is lost, but not when each says something else.
    return Moved(middle, float(np.sort(np.linalg.norm(ways - middle, axis=1))[1]))


def _pucker(before: Before, now: Now) -> dict[Side, Moved]:
    drift = _drift(before, now)
    ends = None if before.lips is None else before.lips.gone(now.view.part)
    found = {}
    for side in Side:
        places = _places(before, MODIOLUS, side)
        patch = _large_patch(before, now, places)
        seen = _mean(patch, patch if ends is None else ends[side])
        centre = places.mean(axis=0)
        lips = Protrusion.at(centre, side, before.face)
        shift = lips.taken_off(seen.shift - drift, FORWARD, now.photograph.camera, now.position)
        found[side] = Moved(shift, seen.apart_px)
    return found


def _drift(before: Before, now: Now) -> Vector:
    """What the corners seem to do without having moved: the head's position and the mouth's depth are off by a little.

    The nose tells the first.  The middle of the lips tells the second: sideways only, for up and down it moves with
    the corners.
    """
    nose = _large_patch(before, now, before.face.mesh[list(NOSE_BASE), :2])
    lips = _large_patch(before, now, before.face.mesh[list(SEAM), :2])
    return np.asarray(SHARED_WITH_NOSE * nose + SHARED_WITH_LIPS * lips * SIDEWAYS, np.float64)


def _large_patch(before: Before, now: Now, places: Vectors) -> Vector:
    start = sparse_flow(before.view, now.view, places)
    return patch_shift(before.view, now.view, places.mean(axis=0), _LARGE_PATCH_PX, start)


def _mean(one: Vector, other: Vector) -> Moved:
    return Moved((one + other) / 2.0, float(np.linalg.norm(one - other)) / 2.0)


def _places(before: Before, region: Region, side: Side) -> Vectors:
    return before.face.mesh[list(region[side]), :2]
