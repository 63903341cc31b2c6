"""Readings of faces that do what a test says."""

from mirror.movement.sunnybrook import STANDARD
from mirror.perception.co_movement import QUIET, CoMovement, QuietRegion, SideShift
from mirror.perception.excursion import Movement
from mirror.perception.face_readings import FaceReadings
from mirror.perception.resting import NOISE_MM, RestingItem, RestingReading

#: What a healthy side does, mm.
FULL_MM = {
    Movement.BROW_RAISE: 9.0,
    Movement.EYE_CLOSURE: 9.0,
    Movement.SMILE: 12.0,
    Movement.SNARL: 10.0,
    Movement.PUCKER: 5.0,
}
OPENING_MM = 9.5


def closing(left_mm, right_mm, confidence=1.0):
    """Lids that came together."""
    return SideShift(left_mm, right_mm, confidence, left_mm / OPENING_MM, right_mm / OPENING_MM)


def face(left=1.0, right=1.0, joining=(0.0, 0.0), resting=None):
    """Each side does this part of a full movement; quiet regions join in by so many mm, left and right."""
    moved = {
        movement: closing(full * left, full * right)
        if movement is Movement.EYE_CLOSURE
        else SideShift(full * left, full * right, 1.0)
        for movement, full in FULL_MM.items()
    }
    quiet = {movement: co_movement(movement, *joining) for movement in STANDARD}
    return FaceReadings(moved, quiet, at_rest() if resting is None else resting)


def co_movement(movement, left_mm, right_mm):
    return CoMovement(
        movement,
        {
            region: closing(left_mm, right_mm) if region is QuietRegion.EYE else SideShift(left_mm, right_mm, 1.0)
            for region in QUIET[movement]
        },
    )


def at_rest(**left_more_mm):
    """A face at rest whose left side has so much more of the named items."""
    return {
        item: RestingReading(10.0 + left_more_mm.get(item.value, 0.0), 10.0, NOISE_MM[item], 1.0)
        for item in RestingItem
    }
