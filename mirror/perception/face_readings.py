"""What one face shows in the standard expressions, on photographs or live, before anybody grades it."""

from collections.abc import Mapping
from dataclasses import dataclass

from mirror.perception.co_movement import CoMovement, SideShift
from mirror.perception.excursion import Movement
from mirror.perception.face import Doubt, Unseen
from mirror.perception.resting import Resting


@dataclass(frozen=True, slots=True)
class FaceReadings:
    """A face at rest and in the standard expressions; whatever is not known says why."""

    moved: Mapping[Movement, SideShift | Unseen | Doubt]
    """What each expression did to its own region."""
    co_movements: Mapping[Movement, CoMovement]
    """What it did to the regions that it should leave alone."""
    resting: Resting
    """Unseen when the face at rest cannot be measured; then nothing else can."""
