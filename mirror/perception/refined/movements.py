"""Which points tell each movement, and by which readings: what each side has done, in frontal pixels.

The choice was made on synthetic patients with known movement; docs/measurement.md has the figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.refined.camera import HeadPosition, Vectors
from mirror.perception.refined.frontal import Floats, FrontalFace, Photograph
from mirror.perception.refined.lips import OUTLINE, LipColour
from mirror.perception.refined.protrusion import without_protrusion
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
WING_AND_LIP: Final = {Side.LEFT: (358, 327, 269, 270), Side.RIGHT: (129, 98, 39, 40)}

Region = Mapping[Side, tuple[int, ...]]

#: What has to be in view of each movement that is read as a displacement.
REGIONS: Final[Mapping[Movement, tuple[Region, ...]]] = {
    Movement.BROW_RAISE: (BROW,),
    Movement.SMILE: (CORNER, MODIOLUS),
    Movement.SNARL: (WING_AND_LIP,),
    Movement.PUCKER: (CORNER, MODIOLUS, dict.fromkeys(Side, NOSE_BASE)),
}
#: A pucker brings the corner forward about twice as far as inwards; and how much of what the nose base seems to do the
#: corner shares.  Fitted on synthetic patients, checked by subject (docs/measurement.md): not evidence for
#: people.
FORWARD: Final = 2.0
SHARED_WITH_NOSE: Final = 0.6
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
    drift = SHARED_WITH_NOSE * _large_patch(before, now, before.face.mesh[list(NOSE_BASE), :2])
    drawn_in = _drawn_in(before, now)
    found = {}
    for side in Side:
        places = _places(before, MODIOLUS, side)
        patch = _large_patch(before, now, places)
        # The lips' edge says nothing about up and down.
        edge = patch if drawn_in is None else np.array([drawn_in[side], patch[1]])
        seen = _mean(patch, edge)
        centre = places.mean(axis=0)
        shift = without_protrusion(
            seen.shift - drift, centre, side, FORWARD, before.face, now.photograph.camera, now.position
        )
        found[side] = Moved(shift, seen.apart_px)
    return found


def _large_patch(before: Before, now: Now, places: Vectors) -> Vector:
    start = sparse_flow(before.view, now.view, places)
    return patch_shift(before.view, now.view, places.mean(axis=0), _LARGE_PATCH_PX, start)


def _drawn_in(before: Before, now: Now) -> dict[Side, float] | None:
    """How far the end of the lips has gone to the picture's right on each side; None if it cannot be seen."""
    outline = before.face.mesh[list(OUTLINE), :2] - before.view.corner
    colour = LipColour.of(before.view.part, outline)
    if colour is None:
        return None
    rest, reach = colour.reach_px(before.view.part), colour.reach_px(now.view.part)
    return {Side.LEFT: reach[Side.LEFT] - rest[Side.LEFT], Side.RIGHT: rest[Side.RIGHT] - reach[Side.RIGHT]}


def _mean(one: Vector, other: Vector) -> Moved:
    return Moved((one + other) / 2.0, float(np.linalg.norm(one - other)) / 2.0)


def _places(before: Before, region: Region, side: Side) -> Vectors:
    return before.face.mesh[list(region[side]), :2]
