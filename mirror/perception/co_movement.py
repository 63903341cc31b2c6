"""What the regions of a face that a movement should leave alone do meanwhile (synkinesis, seen from outside)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mirror.perception.excursion import Movement
from mirror.perception.face import Doubt, Side, Unseen


class QuietRegion(Enum):
    """A region of the face that may join in."""

    EYE = "eye"
    MOUTH = "mouth"
    BROW = "brow"


#: The regions that are looked at in each movement.  An eye narrows with most movements of the mouth in a face that
#: has recovered, the corner of the mouth goes with eye and brow (House and Brackmann's "mass movement").  A snarl
#: lowers the brow, and an eye that closes draws it down, in every face: there it is not quiet.
QUIET: Final[Mapping[Movement, tuple[QuietRegion, ...]]] = {
    Movement.BROW_RAISE: (QuietRegion.MOUTH,),
    Movement.EYE_CLOSURE: (QuietRegion.MOUTH,),
    Movement.SMILE: (QuietRegion.EYE, QuietRegion.BROW),
    Movement.SNARL: (QuietRegion.EYE,),
    Movement.PUCKER: (QuietRegion.EYE, QuietRegion.BROW),
}


@dataclass(frozen=True, slots=True)
class SideShift:
    """What both sides of a region did, in mm, signed; left and right are the subject's.

    Of a quiet region: by how much the eye narrowed, the mouth's corner went up and outwards as in a smile, or the brow
    rose.
    """

    left_mm: float
    right_mm: float
    confidence: float
    """0..1."""
    left_part: float | None = None
    """How much of the side's own opening at rest is gone; eyes only."""
    right_part: float | None = None

    def mm(self, side: Side) -> float:
        return self.left_mm if side is Side.LEFT else self.right_mm

    def part(self, side: Side) -> float | None:
        return self.left_part if side is Side.LEFT else self.right_part


@dataclass(frozen=True, slots=True)
class CoMovement:
    """What the quiet regions did during one movement."""

    movement: Movement
    regions: Mapping[QuietRegion, SideShift | Unseen | Doubt]
    """Each of the movement's quiet regions, or why it cannot be said."""
