"""A photograph at rest and one of a movement: how far each side moved, or why that cannot be said."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Self

import cv2
import numpy as np

from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Image, Points, Side, Unseen
from mirror.perception.head import angles, pose_of
from mirror.perception.quality import FAR_PX, assess, fault_of
from mirror.perception.refined.camera import Camera, HeadPosition
from mirror.perception.refined.common_direction import along_common
from mirror.perception.refined.eyelids import LEAST_PX, Eye, openings_px
from mirror.perception.refined.frontal import EYES_PX, FrontalFace, Photograph
from mirror.perception.refined.movements import REGIONS, Before, Moved, Now, around, moved
from mirror.perception.refined.readings import View
from mirror.perception.refined.regions import STILL
from mirror.perception.refined.registration import Contrast, StillSkin, by_landmarks, by_skin

#: The movements that are read from a pair of photographs.
MEASURED: Final = tuple(STILL)
#: How far the head may be turned from rest, the larger of yaw and pitch as they are read, which is a tenth more than
#: they are.  Up to here the figures hold; beyond, errors double (docs/measurement.md).  A pucker comes forward, and on
#: a turned head depth looks like width, so its limit is nearer.
TURN_LIMIT_DEG: Final[Mapping[Movement, float]] = {movement: 14.0 for movement in MEASURED} | {Movement.PUCKER: 12.0}
#: Still skin that agrees less than this (correlation) is not the same skin in the same light.
LEAST_LIKENESS: Final = 0.5
FULL_LIKENESS: Final = 0.9
#: Ways of reading that differ by more than this part of the larger movement, and by more than so many mm, say nothing.
AT_ODDS: Final = 0.5
AT_ODDS_MM: Final = 2.0
#: Eye distance from which more pixels add nothing.
FULL_SIZE_PX: Final = 90.0


class Doubt(Enum):
    """Why a face that is seen well gives no figure."""

    TURNED_FROM_REST = "turned away from the picture at rest"
    UNLIKE_REST = "the skin does not match the picture at rest"
    SHUT_AT_REST = "an eye is shut in the picture at rest"
    AT_ODDS = "the readings of the movement disagree"


@dataclass(frozen=True, slots=True)
class PairReading:
    """What a pair of photographs says."""

    excursion: Excursion | None
    abstained: Unseen | Doubt | None
    """Why there is no excursion; None when there is one."""
    gap_left_mm: float | None = None
    """What stays open of the eye; for eye closure only."""
    gap_right_mm: float | None = None


def photograph_of(image: Image, points: Points, camera: Camera | None = None) -> Photograph | Unseen:
    """A picture with the face found in it, ready to be measured, or why it cannot be.

    ``points`` are in pixels of ``image``, which ``camera`` took, or the usual one.  A picture finer than the
    measurement needs is made smaller first.
    """
    height, width = image.shape[:2]
    quality = assess(image, points)
    fault = fault_of(quality, pose_of(points), width, height)
    if fault is not None:
        return fault
    took = Camera.of(width, height) if camera is None else camera
    factor = min(1.0, EYES_PX / quality.eye_distance_px)
    if factor == 1.0:
        return Photograph(image, points, took)
    size = round(width * factor), round(height * factor)
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    factors = np.array([size[0] / width, size[1] / height, size[0] / width], np.float32)
    return Photograph(small, points * factors, took.scaled(factor))


@dataclass(frozen=True, slots=True)
class RestFace:
    """The face at rest, prepared once for any number of movements."""

    face: FrontalFace
    skin: Mapping[Movement, StillSkin]
    views: Mapping[Movement, View]
    eyes: Mapping[Side, Eye]

    @classmethod
    def of(cls, rest: Photograph) -> Self:
        face, contrast = FrontalFace.of(rest), Contrast.of(rest)
        frontal = face.seen_from_front(rest.image, rest.camera, face.at_rest)
        return cls(
            face=face,
            skin={movement: StillSkin.of(face, rest, contrast, STILL[movement]) for movement in MEASURED},
            views={movement: View.of(frontal, around(face, movement)) for movement in REGIONS},
            eyes={side: Eye.of(face, frontal, side) for side in Side},
        )

    def read(self, now: Photograph, movement: Movement) -> PairReading:
        """How far each side has moved in ``now``."""
        start = by_landmarks(self.face, now, STILL[movement])
        position, likeness = by_skin(self.skin[movement], Contrast.of(now), now.camera, start)
        yaw_deg, pitch_deg = self._turned_deg(position)
        turned_deg = max(abs(yaw_deg), abs(pitch_deg))
        limit_deg = TURN_LIMIT_DEG[movement]
        if turned_deg > limit_deg:
            return PairReading(None, Doubt.TURNED_FROM_REST)
        if likeness < LEAST_LIKENESS:
            return PairReading(None, Doubt.UNLIKE_REST)
        frontal = self.face.seen_from_front(now.image, now.camera, position)
        confidence = _confidence(now, turned_deg / limit_deg, likeness)
        if movement is Movement.EYE_CLOSURE:
            return self._closure(frontal, confidence)
        view = View.of(frontal, around(self.face, movement))
        sides = moved(movement, Before(self.face, self.views[movement]), Now(now, position, view))
        return self._displacement(sides, yaw_deg, confidence)

    def _closure(self, frontal: Image, confidence: float) -> PairReading:
        if min(eye.area_px for eye in self.eyes.values()) < LEAST_PX:
            return PairReading(None, Doubt.SHUT_AT_REST)
        mm = self.face.mm_per_px
        rest, now = openings_px(self.eyes[Side.LEFT], self.eyes[Side.RIGHT], frontal)
        left_mm, right_mm = (rest[0] - now[0]) * mm, (rest[1] - now[1]) * mm
        return PairReading(Excursion(left_mm, right_mm, confidence), None, now[0] * mm, now[1] * mm)

    def _displacement(self, sides: Mapping[Side, Moved], yaw_deg: float, confidence: float) -> PairReading:
        mm = self.face.mm_per_px
        left_mm, right_mm = along_common(sides[Side.LEFT].shift * mm, sides[Side.RIGHT].shift * mm, yaw_deg)
        odds_mm = max(side.apart_px for side in sides.values()) * mm
        if are_at_odds(odds_mm, max(left_mm, right_mm)):
            return PairReading(None, Doubt.AT_ODDS)
        return PairReading(Excursion(left_mm, right_mm, confidence), None)

    def _turned_deg(self, position: HeadPosition) -> tuple[float, float]:
        """How far the head is turned from rest in (yaw, pitch); a tilt in the picture hides nothing."""
        now, rest = angles(position.rotation), angles(self.face.at_rest.rotation)
        return now.yaw_deg - rest.yaw_deg, now.pitch_deg - rest.pitch_deg


def are_at_odds(apart_mm: float, larger_mm: float) -> bool:
    """Whether ways of reading that lie ``apart_mm`` from their middle say nothing about a movement of ``larger_mm``."""
    return apart_mm > max(AT_ODDS_MM, AT_ODDS * larger_mm)


def _confidence(now: Photograph, turned: float, likeness: float) -> float:
    """How far this pair can be trusted, 0..1; ``turned`` is 1 at the limit.

    Each of size, turn and likeness halves it towards its limit."""
    eyes_px = float(np.linalg.norm(now.points[33, :2] - now.points[263, :2]))
    parts = (
        (eyes_px - FAR_PX) / (FULL_SIZE_PX - FAR_PX),
        1.0 - turned,
        (likeness - LEAST_LIKENESS) / (FULL_LIKENESS - LEAST_LIKENESS),
    )
    return float(np.prod([0.5 + 0.5 * np.clip(part, 0.0, 1.0) for part in parts]))
