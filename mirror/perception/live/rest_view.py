"""One frame of the face at rest, prepared so that every later frame can be compared with it at once.

The head's position in the later frame is found from stable points first and then from the skin that the asked movement
does not touch, coarsely; then the frame is laid into the same view from the front, and what still differs there is
expression.  The refined measurement does the same, more closely and with more ways of reading (docs/measurement.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, Self

import numpy as np

from mirror.perception.displacement import Vector, both_mm
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.head import angles
from mirror.perception.landmarks import LOWER_LIP
from mirror.perception.live.patches import Patch, Shift
from mirror.perception.refined.camera import Camera, HeadPosition
from mirror.perception.refined.frontal import FrontalFace, Photograph
from mirror.perception.refined.movements import BROW, MODIOLUS, NOSE_BASE, WING_AND_LIP
from mirror.perception.refined.protrusion import Protrusion
from mirror.perception.refined.regions import CHEEKBONES, FOREHEAD, OUTER_EYE, STILL, Stillness
from mirror.perception.refined.registration import COARSE, Contrast, StillSkin, by_landmarks, by_skin

#: Pixels of the view per frontal pixel.
FINE: Final = 0.5
#: Still skin that agrees less than this (correlation) is not the same skin in the same light.
LEAST_LIKENESS: Final = 0.5
#: What holds still, by the movement that is asked for: the forehead does unless the brows are, the nose unless it is
#: wrinkled; for the others the smile's.  The skin of a nose wrinkle's own is too little to be read coarsely.
STILL_WHEN_ASKED: Final[Mapping[Movement, Stillness]] = {
    Movement.BROW_RAISE: STILL[Movement.BROW_RAISE],
    Movement.SNARL: replace(STILL[Movement.SNARL], skin=(*OUTER_EYE, *FOREHEAD, *CHEEKBONES, 8, 168)),
    Movement.SMILE: STILL[Movement.SMILE],
}


class Spot(Enum):
    """A place whose patch is followed on both sides."""

    BROW = "brow"
    MOUTH_CORNER = "mouth corner"
    NOSE_WING = "nose wing"
    LOWER_LIP = "lower lip"


#: Where each spot is, and how far its patch reaches, across and up and down, in pixels of the view; sizes tried on
#: synthetic patients (docs/measurement.md).
PLACES: Final[Mapping[Spot, tuple[Mapping[Side, tuple[int, ...]], tuple[int, int]]]] = {
    Spot.BROW: (BROW, (14, 6)),
    Spot.MOUTH_CORNER: (MODIOLUS, (9, 9)),
    Spot.NOSE_WING: (WING_AND_LIP, (5, 8)),
    Spot.LOWER_LIP: (LOWER_LIP, (7, 7)),
}
_NOSE_HALF: Final = (9, 9)
#: How far the corner of the mouth comes forward in a pucker for each unit that it goes inwards, on synthetic patients.
#: The refined reading takes off less, because it takes off what the middle of the lips seems to do as well.
FORWARD: Final = 2.0

#: Which spot tells which movement.
TELLS: Final = {
    Movement.BROW_RAISE: Spot.BROW,
    Movement.SMILE: Spot.MOUTH_CORNER,
    Movement.PUCKER: Spot.MOUTH_CORNER,
    Movement.SNARL: Spot.NOSE_WING,
    Movement.LOWER_LIP: Spot.LOWER_LIP,
}


@dataclass(frozen=True, slots=True)
class RestView:
    """The face at rest in one frame."""

    face: FrontalFace
    skin: Mapping[Movement, StillSkin]
    spots: Mapping[tuple[Spot, Side], Patch]
    nose: Patch
    lips: Mapping[Side, Protrusion]

    @classmethod
    def of(cls, rest: Photograph) -> Self:
        face, contrast = FrontalFace.of(rest), Contrast.of(rest, COARSE)
        view = face.glimpsed_from_front(rest.grey, rest.camera, face.at_rest)
        spots = {
            (spot, side): Patch.of(view, middle_of(face, points[side]), half)
            for spot, (points, half) in PLACES.items()
            for side in Side
        }
        skin = {asked: StillSkin.of(face, rest, contrast, still) for asked, still in STILL_WHEN_ASKED.items()}
        corners = {side: face.mesh[list(MODIOLUS[side]), :2].mean(axis=0) for side in Side}
        lips = {side: Protrusion.at(corner, side, face) for side, corner in corners.items()}
        return cls(face, skin, spots, Patch.of(view, middle_of(face, NOSE_BASE), _NOSE_HALF), lips)

    def excursions_mm(self, now: Photograph, asked: Movement | None) -> dict[Movement, tuple[float, float]]:
        """(left, right) of every movement that can be read in ``now``; those that cannot are missing.

        ``asked`` is the movement that is expected: the head's position is read from skin that it does not touch.
        """
        still = asked if asked is not None and asked in self.skin else Movement.SMILE
        start = by_landmarks(self.face, now, STILL_WHEN_ASKED[still])
        position, likeness = by_skin(self.skin[still], Contrast.of(now, COARSE), now.camera, start)
        if likeness < LEAST_LIKENESS:
            return {}
        view = self.face.glimpsed_from_front(now.grey, now.camera, position)
        gone = {place: patch.moved(view) for place, patch in self.spots.items()}
        drift = self.nose.moved(view)
        turned_deg = angles(position.rotation).yaw_deg - angles(self.face.at_rest.rotation).yaw_deg
        sight = _Sight(self, now.camera, position, turned_deg, gone, np.zeros(2) if drift is None else drift)
        found = {movement: sight.sides_mm(movement) for movement in TELLS}
        return {movement: sides for movement, sides in found.items() if sides is not None}


@dataclass(frozen=True, slots=True)
class _Sight:
    """One frame, compared with the face at rest."""

    rest: RestView
    camera: Camera
    position: HeadPosition
    turned_deg: float
    """In yaw, from rest."""
    gone: Mapping[tuple[Spot, Side], Shift | None]
    nose: Shift

    def sides_mm(self, movement: Movement) -> tuple[float, float] | None:
        left, right = (self._side_mm(movement, side) for side in (Side.LEFT, Side.RIGHT))
        if left is None or right is None:
            return None
        return both_mm(movement, left, right, self.turned_deg)

    def _side_mm(self, movement: Movement, side: Side) -> Vector | None:
        """What one side has done, x outwards and y down."""
        seen = self.gone[TELLS[movement], side]
        if seen is None:
            return None
        shift = seen / FINE
        if movement is Movement.PUCKER:
            shift = self._without_turn(shift, side)
        across, down = (shift * self.rest.face.mm_per_px).tolist()
        return np.array([across if side is Side.LEFT else -across, down])

    def _without_turn(self, shift: Vector, side: Side) -> Vector:
        """The lips come forward, and the nose, which holds still, tells what is left of the head's own turn."""
        drift = self.nose / FINE * np.array([1.0, 0.0])
        return self.rest.lips[side].taken_off(shift - drift, FORWARD, self.camera, self.position)


def middle_of(face: FrontalFace, points: tuple[int, ...]) -> Vector:
    """The middle of some points, in pixels of the view."""
    middle: Vector = (face.mesh[list(points), :2].mean(axis=0) + 0.5) * FINE - 0.5
    return middle
