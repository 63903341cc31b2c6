"""A photograph read twice, as it is and mirrored.

The landmark net does not treat a face and its mirror image alike: the same movement differs by a tenth and more between
them (docs/measurement.md).  Read both ways and averaged, neither side of a face is favoured, half of the net's noise is
gone, and where the two disagree nothing is reported.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

import cv2
import numpy as np

from mirror.perception.co_movement import QUIET, CoMovement, QuietRegion
from mirror.perception.displacement import USUAL
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Doubt, Image, Points, Unseen
from mirror.perception.refined.camera import Camera
from mirror.perception.refined.frontal import Photograph
from mirror.perception.refined.instead import went_the_other_way
from mirror.perception.refined.pair import Laid, PairReading, RestFace, are_at_odds, photograph_of
from mirror.perception.tracker import Tracker

#: Confidence left when only one of the two ways gives a figure.
ONE_WAY: Final = 0.5
#: The movement whose readings show a region, and the way along which it is looked at while it should be quiet.
_WAYS: Final = {
    QuietRegion.MOUTH: (Movement.SMILE, USUAL[Movement.SMILE]),
    QuietRegion.BROW: (Movement.BROW_RAISE, np.array([0.0, -1.0])),
}


@dataclass(frozen=True, slots=True)
class BothWays:
    """A face in a picture and in the picture's mirror image."""

    plain: Photograph
    mirrored: Photograph

    @classmethod
    def find(cls, image: Image, tracker: Tracker, camera: Camera | None = None) -> Self | Unseen:
        """The face in an unmirrored picture, or why it cannot be measured.

        ``tracker`` takes stills; ``camera`` took the picture, or the usual one.
        """
        points = tracker.track(image, 0.0)
        return Unseen.NO_FACE if points is None else cls.found(image, points, tracker, camera)

    @classmethod
    def found(cls, image: Image, points: Points, tracker: Tracker, camera: Camera | None = None) -> Self | Unseen:
        """The same where the face's ``points`` in the picture as it is are known already."""
        width, height = image.shape[1], image.shape[0]
        took = Camera.of(width, height) if camera is None else camera
        plain = photograph_of(image, points, took)
        if isinstance(plain, Unseen):
            return plain
        turned = np.asarray(cv2.flip(image, 1), np.uint8)
        seen = tracker.track(turned, 0.0)
        mirrored = Unseen.NO_FACE if seen is None else photograph_of(turned, seen, took.mirrored(width))
        return mirrored if isinstance(mirrored, Unseen) else cls(plain, mirrored)


@dataclass(frozen=True, slots=True)
class RestBothWays:
    """The face at rest, prepared both ways."""

    plain: RestFace
    mirrored: RestFace

    @classmethod
    def of(cls, rest: BothWays) -> Self:
        return cls(RestFace.of(rest.plain), RestFace.of(rest.mirrored))

    def lay(self, now: BothWays, movement: Movement) -> "LaidBothWays":
        """``now`` beside the face at rest, for everything that is to be read from it."""
        plain, mirrored = self.plain.lay(now.plain, movement), self.mirrored.lay(now.mirrored, movement)
        return LaidBothWays(self, movement, plain, mirrored)

    def read(self, now: BothWays, movement: Movement) -> PairReading:
        """How far each side has moved in ``now``, a photograph that is said to show ``movement``."""
        return self.lay(now, movement).named()


@dataclass(frozen=True, slots=True)
class LaidBothWays:
    """The face of a movement beside the same face at rest, both ways; registered once, read as often as asked."""

    rest: RestBothWays
    movement: Movement
    plain: Laid | Doubt
    mirrored: Laid | Doubt

    def excursion(self) -> PairReading:
        """How far each side has moved: the mean of both ways."""
        return _averaged(
            self.rest.plain.excursion(self.plain, self.movement),
            self.rest.mirrored.excursion(self.mirrored, self.movement),
        )

    def named(self) -> PairReading:
        """The same, unless it was not this movement: of a photograph only the name is known."""
        reading = self.excursion()
        found = reading.excursion
        if found is None:
            return reading
        if reading.usual_mm is not None and went_the_other_way(found, reading.usual_mm):
            return PairReading(None, Doubt.OTHER_WAY)
        ways = ((self.rest.plain, self.plain), (self.rest.mirrored, self.mirrored))
        # One way that does not say so is enough, and the other one need not be asked.
        another = all(rest.shows_another(laid, self.movement, found) for rest, laid in ways if isinstance(laid, Laid))
        return PairReading(None, Doubt.ANOTHER_MOVEMENT) if another else reading

    def quiet(self, region: QuietRegion) -> PairReading:
        """What a region has done that this movement should leave alone: the mean of both ways."""
        return _averaged(_quiet(self.rest.plain, self.plain, region), _quiet(self.rest.mirrored, self.mirrored, region))


def co_movement_of(laid: LaidBothWays, regions: Sequence[QuietRegion] | None = None) -> CoMovement:
    """What the quiet regions did while the movement went on; of some of them, or of all."""
    wanted = QUIET[laid.movement] if regions is None else regions
    return CoMovement(laid.movement, {region: laid.quiet(region).sides for region in wanted})


def _quiet(rest: RestFace, laid: Laid | Doubt, region: QuietRegion) -> PairReading:
    if region is QuietRegion.EYE:
        return rest.excursion(laid, Movement.EYE_CLOSURE)
    shown_by, way = _WAYS[region]
    return rest.excursion_along(laid, shown_by, way)


def _averaged(one: PairReading, swapped: PairReading) -> PairReading:
    """The mean of a picture's reading and its mirror image's, whose sides are the wrong way round."""
    other = _swapped(swapped)
    if one.excursion is None and other.excursion is None:
        return one
    if one.excursion is None or other.excursion is None:
        return _less_sure(one if other.excursion is None else other)
    return _mean(one, other, one.excursion, other.excursion)


def _mean(one: PairReading, other: PairReading, found: Excursion, swapped: Excursion) -> PairReading:
    left_mm = (found.left_mm + swapped.left_mm) / 2.0
    right_mm = (found.right_mm + swapped.right_mm) / 2.0
    apart_mm = max(abs(found.left_mm - swapped.left_mm), abs(found.right_mm - swapped.right_mm)) / 2.0
    if are_at_odds(apart_mm, max(left_mm, right_mm)):
        return PairReading(None, Doubt.AT_ODDS)
    confidence = (found.confidence + swapped.confidence) / 2.0
    return PairReading(
        Excursion(left_mm, right_mm, confidence),
        None,
        gap_left_mm=_between(one.gap_left_mm, other.gap_left_mm),
        gap_right_mm=_between(one.gap_right_mm, other.gap_right_mm),
        usual_mm=_between(one.usual_mm, other.usual_mm),
    )


def _between(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else (one + other) / 2.0


def _swapped(reading: PairReading) -> PairReading:
    """What the mirror image says, with left and right the subject's again."""
    found = reading.excursion
    excursion = None if found is None else Excursion(found.right_mm, found.left_mm, found.confidence)
    return PairReading(excursion, reading.abstained, reading.gap_right_mm, reading.gap_left_mm, reading.usual_mm)


def _less_sure(reading: PairReading) -> PairReading:
    found = reading.excursion
    if found is None:
        return reading
    return replace(reading, excursion=replace(found, confidence=found.confidence * ONE_WAY))
