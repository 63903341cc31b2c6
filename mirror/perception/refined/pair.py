"""A photograph at rest and one of a movement: how far each side moved, or why that cannot be said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

import cv2
import numpy as np

from mirror.perception.co_movement import SideShift
from mirror.perception.displacement import USUAL
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Doubt, Image, Points, Side, Unseen
from mirror.perception.head import angles, pose_of
from mirror.perception.live.patches import Patch
from mirror.perception.live.rest_view import FINE, PLACES, TELLS, Spot, middle_of
from mirror.perception.quality import FAR_PX, assess, fault_of
from mirror.perception.refined.camera import Camera, HeadPosition
from mirror.perception.refined.common_direction import along_common
from mirror.perception.refined.eyelids import LEAST_PX, Eye, openings_px
from mirror.perception.refined.frontal import EYES_PX, FrontalFace, Photograph
from mirror.perception.refined.instead import another_went_farther
from mirror.perception.refined.movements import REGIONS, Before, Moved, Now, around, moved
from mirror.perception.refined.on_demand import OnDemand
from mirror.perception.refined.readings import Vector, View
from mirror.perception.refined.regions import LIDS, ROUND_EYE, STILL, Stillness
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
#: Skin round an eye that agrees less is hidden.  Eyes that close leave it at 0.83 or more on synthetic patients, a hand
#: that covers brow and cheek at 0.2 in the middle and 0.7 at most.
LEAST_LIKENESS_ROUND_EYE: Final = 0.6
#: Ways of reading that differ by more than this part of the larger movement, and by more than so many mm, say nothing.
AT_ODDS: Final = 0.5
AT_ODDS_MM: Final = 2.0
#: The right side is mirrored onto the left: x outwards, y down.
OUTWARDS: Final = {Side.LEFT: np.array([1.0, 1.0]), Side.RIGHT: np.array([-1.0, 1.0])}
#: Eye distance from which more pixels add nothing.
FULL_SIZE_PX: Final = 90.0


@dataclass(frozen=True, slots=True)
class PairReading:
    """What a pair of photographs says."""

    excursion: Excursion | None
    abstained: Unseen | Doubt | None
    """Why there is no excursion; None when there is one."""
    gap_left_mm: float | None = None
    """What stays open of the eye; for eye closure only."""
    gap_right_mm: float | None = None
    usual_mm: float | None = None
    """How far both sides together went the way that the movement usually goes; below zero if against it."""

    @property
    def sides(self) -> SideShift | Unseen | Doubt:
        """What both sides did, for an eye with the part of its opening that is gone; or why that cannot be said."""
        found = self.excursion
        if found is None:
            return Doubt.AT_ODDS if self.abstained is None else self.abstained
        return SideShift.of(found, self.gap_left_mm, self.gap_right_mm)


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
class Laid:
    """The face of a movement, laid into the frontal view of the same face at rest."""

    photograph: Photograph
    contrast: Contrast
    position: HeadPosition
    frontal: Image
    yaw_deg: float
    """How far the head is turned from rest."""
    confidence: float
    """0..1, by size, turn and likeness; whatever is read from the view has no more."""


@dataclass(frozen=True, slots=True)
class RestFace:
    """The face at rest, prepared once for any number of movements, each part of it when it is first needed."""

    face: FrontalFace
    skin: Mapping[Movement, StillSkin]
    before: Mapping[Movement, Before]
    eyes: Mapping[Side, Eye]
    round_eyes: Mapping[Side, StillSkin]
    spots: Mapping[tuple[Spot, Side], Patch]
    """What the light path looks for: a second opinion on whether the skin that is read is in view at all."""

    @classmethod
    def of(cls, rest: Photograph) -> Self:
        face, contrast = FrontalFace.of(rest), Contrast.of(rest)
        frontal = face.seen_from_front(rest.image, rest.camera, face.at_rest)
        glimpse = _glimpse(frontal)

        def still_skin(stillness: Stillness) -> StillSkin:
            return StillSkin.of(face, rest, contrast, stillness)

        return cls(
            face=face,
            skin=OnDemand(lambda movement: still_skin(STILL[movement])),
            before=OnDemand(lambda movement: Before.of(face, frontal, movement)),
            eyes=OnDemand(lambda side: Eye.of(face, frontal, side)),
            round_eyes=OnDemand(lambda side: still_skin(Stillness((), ROUND_EYE[side], LIDS))),
            spots={
                (spot, side): Patch.of(glimpse, middle_of(face, points[side]), half)
                for spot, (points, half) in PLACES.items()
                for side in Side
            },
        )

    @property
    def eye_is_shut(self) -> bool:
        """Whether an eye is too little open to say anything about it."""
        return min(self.eyes[side].area_px for side in Side) < LEAST_PX

    def read(self, now: Photograph, movement: Movement) -> PairReading:
        """How far each side has moved in ``now``."""
        return self.excursion(self.lay(now, movement), movement)

    def lay(self, now: Photograph, movement: Movement) -> Laid | Doubt:
        """``now`` from the front, registered on the skin that holds still in ``movement``, or why it cannot be."""
        start, contrast = by_landmarks(self.face, now, STILL[movement]), Contrast.of(now)
        position, likeness = by_skin(self.skin[movement], contrast, now.camera, start)
        yaw_deg, pitch_deg = self._turned_deg(position)
        turned_deg = max(abs(yaw_deg), abs(pitch_deg))
        limit_deg = TURN_LIMIT_DEG[movement]
        if turned_deg > limit_deg:
            return Doubt.TURNED_FROM_REST
        if likeness < LEAST_LIKENESS:
            return Doubt.UNLIKE_REST
        frontal = self.face.seen_from_front(now.image, now.camera, position)
        return Laid(now, contrast, position, frontal, yaw_deg, _confidence(now, turned_deg / limit_deg, likeness))

    def excursion(self, laid: Laid | Doubt, movement: Movement) -> PairReading:
        """How far each side of the region that shows ``movement`` has moved, along the way both sides went."""
        if isinstance(laid, Doubt):
            return PairReading(None, laid)
        if movement is Movement.EYE_CLOSURE:
            return self._closure(laid)
        if not self._in_view(laid, movement):
            return PairReading(None, Doubt.UNLIKE_REST)
        sides = self._sides(laid, movement)
        left, right = sides[Side.LEFT].shift, sides[Side.RIGHT].shift
        usual_mm = float((left + right) @ USUAL[movement]) / 2.0 * self.face.mm_per_px
        return replace(self._told(along_common(left, right, laid.yaw_deg), sides, laid), usual_mm=usual_mm)

    def excursion_along(self, laid: Laid | Doubt, movement: Movement, way: Vector) -> PairReading:
        """How far each side of the region that shows ``movement`` has gone along ``way``, whatever else goes on.

        ``way`` is a unit vector (2,), x outwards and y down: a region that should hold still has no way of its own.
        """
        if isinstance(laid, Doubt):
            return PairReading(None, laid)
        sides = self._sides(laid, movement)
        return self._told((float(sides[Side.LEFT].shift @ way), float(sides[Side.RIGHT].shift @ way)), sides, laid)

    def _in_view(self, laid: Laid, movement: Movement) -> bool:
        """Whether what shows the movement can be found again on both sides: a hand or hair in front of it cannot."""
        view, spot = _glimpse(laid.frontal), TELLS[movement]
        return all(self.spots[spot, side].moved(view) is not None for side in Side)

    def shows_another(self, laid: Laid, movement: Movement, found: Excursion) -> bool:
        """Whether another movement went much farther than ``found``, which is what was named: for photographs."""
        view, per_px = _glimpse(laid.frontal), self.face.mm_per_px / FINE
        seen = {}
        for shown in REGIONS:
            left, right = (self.spots[TELLS[shown], side].moved(view) for side in (Side.LEFT, Side.RIGHT))
            if left is not None and right is not None:
                seen[shown] = left * per_px * OUTWARDS[Side.LEFT], right * per_px * OUTWARDS[Side.RIGHT]
        return another_went_farther(movement, found, seen, self._closure(laid).excursion, laid.yaw_deg)

    def _closure(self, laid: Laid) -> PairReading:
        if self.eye_is_shut:
            return PairReading(None, Doubt.SHUT_AT_REST)
        # Colours cannot tell a hand from a lid: both are skin.
        round_eyes = (self.round_eyes[side] for side in Side)
        if any(
            skin.likeness(laid.contrast, laid.photograph.camera, laid.position) < LEAST_LIKENESS_ROUND_EYE
            for skin in round_eyes
        ):
            return PairReading(None, Doubt.HIDDEN)
        mm = self.face.mm_per_px
        rest, seen = openings_px(self.eyes[Side.LEFT], self.eyes[Side.RIGHT], laid.frontal)
        left_mm, right_mm = (rest[0] - seen[0]) * mm, (rest[1] - seen[1]) * mm
        found = Excursion(left_mm, right_mm, laid.confidence)
        return PairReading(found, None, seen[0] * mm, seen[1] * mm, found.mean_mm)

    def _sides(self, laid: Laid, movement: Movement) -> dict[Side, Moved]:
        """What each side of a movement's region has done; the right side is mirrored onto the left."""
        view = View(laid.frontal, around(self.face, movement))
        seen = moved(movement, self.before[movement], Now(laid.photograph, laid.position, view))
        return {side: replace(seen[side], shift=seen[side].shift * OUTWARDS[side]) for side in Side}

    def _told(self, both_px: tuple[float, float], sides: Mapping[Side, Moved], laid: Laid) -> PairReading:
        """(left, right) as a reading, unless the ways of reading them disagree."""
        mm = self.face.mm_per_px
        left_mm, right_mm = both_px[0] * mm, both_px[1] * mm
        odds_mm = max(side.apart_px for side in sides.values()) * mm
        found = Excursion(left_mm, right_mm, laid.confidence)
        if are_at_odds(odds_mm, max(left_mm, right_mm)) or not found.believable:
            return PairReading(None, Doubt.AT_ODDS)
        return PairReading(found, None)

    def _turned_deg(self, position: HeadPosition) -> tuple[float, float]:
        """How far the head is turned from rest in (yaw, pitch); a tilt in the picture hides nothing."""
        now, rest = angles(position.rotation), angles(self.face.at_rest.rotation)
        return now.yaw_deg - rest.yaw_deg, now.pitch_deg - rest.pitch_deg


def _glimpse(frontal: Image) -> Image:
    """A frontal view as the light path has it: grey, half as fine."""
    grey = cv2.cvtColor(frontal, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.resize(grey, None, fx=FINE, fy=FINE, interpolation=cv2.INTER_AREA), np.uint8)


def are_at_odds(apart_mm: float, larger_mm: float) -> bool:
    """Whether ways of reading that lie ``apart_mm`` from their middle say nothing about a movement of ``larger_mm``."""
    return apart_mm > max(AT_ODDS_MM, AT_ODDS * larger_mm)


def certainty_of_size(photograph: Photograph) -> float:
    """1 for a face large enough, falling to one half at the least size."""
    eyes_px = float(np.linalg.norm(photograph.points[33, :2] - photograph.points[263, :2]))
    return _falling((eyes_px - FAR_PX) / (FULL_SIZE_PX - FAR_PX))


def _confidence(now: Photograph, turned: float, likeness: float) -> float:
    """How far this pair can be trusted, 0..1; ``turned`` is 1 at the limit.

    Each of size, turn and likeness halves it towards its limit."""
    alike = (likeness - LEAST_LIKENESS) / (FULL_LIKENESS - LEAST_LIKENESS)
    return certainty_of_size(now) * _falling(1.0 - turned) * _falling(alike)


def _falling(part: float) -> float:
    """From 1, where ``part`` is 1 or more, to one half, where it is nothing."""
    return 0.5 + 0.5 * min(1.0, max(0.0, part))
