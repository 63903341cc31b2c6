"""What the regions of a face that a movement should leave alone do meanwhile (synkinesis, seen from outside)."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Self

from mirror.perception.excursion import Excursion, Movement
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


#: The one of them that tells most, and is graded: the brow is read on photographs only, for it costs as much as all the
#: rest of a hold.
PROBE: Final[Mapping[Movement, QuietRegion]] = {movement: regions[0] for movement, regions in QUIET.items()}

#: An eye that has closed as far as this, on the side that joins in less, has blinked: smiles close a fifth of it.
BLINKED: Final = 0.6


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

    @classmethod
    def of(cls, found: Excursion, gap_left_mm: float | None = None, gap_right_mm: float | None = None) -> Self:
        """An excursion, of an eye that closes with what stays open of it."""
        left_part, right_part = (
            None if gap_mm is None else closed_mm / max(closed_mm + gap_mm, 1e-6)
            for closed_mm, gap_mm in ((found.left_mm, gap_left_mm), (found.right_mm, gap_right_mm))
        )
        return cls(found.left_mm, found.right_mm, found.confidence, left_part, right_part)

    def mm(self, side: Side) -> float:
        return self.left_mm if side is Side.LEFT else self.right_mm

    @property
    def blinked(self) -> bool:
        """Whether both eyes were as good as closed."""
        parts = [part for part in (self.left_part, self.right_part) if part is not None]
        return bool(parts) and min(parts) >= BLINKED

    def part(self, side: Side) -> float | None:
        return self.left_part if side is Side.LEFT else self.right_part


@dataclass(frozen=True, slots=True)
class CoMovement:
    """What the quiet regions did during one movement."""

    movement: Movement
    regions: Mapping[QuietRegion, SideShift | Unseen | Doubt]
    """Each of the movement's quiet regions, or why it cannot be said."""


def over_moments(seen: Sequence[CoMovement]) -> CoMovement | None:
    """What the quiet regions did over some moments of one movement: the mean of those that say something.

    Moments with a blink in them are left out of the eye.  None without any moment.
    """
    if not seen:
        return None
    return CoMovement(
        seen[0].movement, {region: _mean([one.regions[region] for one in seen]) for region in seen[0].regions}
    )


def _mean(seen: Sequence[SideShift | Unseen | Doubt]) -> SideShift | Unseen | Doubt:
    told = [one for one in seen if isinstance(one, SideShift) and not one.blinked]
    if not told:
        silent = next((one for one in seen if not isinstance(one, SideShift)), None)
        return Doubt.BLINKED if silent is None else silent
    parts = {
        name: [part for one in told if (part := getattr(one, name)) is not None] for name in ("left_part", "right_part")
    }
    return SideShift(
        left_mm=statistics.fmean(one.left_mm for one in told),
        right_mm=statistics.fmean(one.right_mm for one in told),
        confidence=statistics.fmean(one.confidence for one in told),
        **{name: statistics.fmean(found) if found else None for name, found in parts.items()},
    )


def joined_in(seen: CoMovement, excursion: Excursion) -> dict[str, float | None]:
    """How much more one side of each quiet region joins in than the other, without a unit; None where unknown.

    An eye: by how much more of its opening is gone.  Mouth and brow: the difference of the sides as a part of the
    movement itself, on the side where that went farther.
    """
    return {region.value: _more(shift, excursion) for region, shift in seen.regions.items()}


def _more(shift: SideShift | Unseen | Doubt, excursion: Excursion) -> float | None:
    if not isinstance(shift, SideShift):
        return None
    if shift.left_part is not None and shift.right_part is not None:
        return abs(shift.left_part - shift.right_part)
    went_mm = max(excursion.left_mm, excursion.right_mm)
    return abs(shift.left_mm - shift.right_mm) / went_mm if went_mm > 0.0 else None
