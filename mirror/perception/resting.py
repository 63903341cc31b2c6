"""How even a face is at rest."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mirror.perception.face import Doubt, Unseen


class RestingItem(Enum):
    """What is compared between the sides of a resting face."""

    EYE = "eye"
    """How far the lids are open."""
    BROW = "brow"
    """How high the brow is over the line through the corners of the eyes."""
    MOUTH = "mouth"
    """How high the mouth's corner is over that line: a negative height."""
    MIDLINE = "midline"
    """How far the mouth's corner is from the middle of the nose."""


#: How far the two sides may read apart without being so: 1.96 standard deviations of the error on synthetic patients
#: (docs/measurement.md), the mirror's own noise.
NOISE_MM: Final[Mapping[RestingItem, float]] = {
    RestingItem.EYE: 0.7,
    RestingItem.BROW: 0.9,
    RestingItem.MOUTH: 0.7,
    RestingItem.MIDLINE: 1.7,
}


@dataclass(frozen=True, slots=True)
class RestingReading:
    """One item on both sides, in mm.  The left and right are the subject's."""

    left_mm: float
    right_mm: float
    noise_mm: float
    """A difference of less than this is no difference."""
    confidence: float
    """0..1."""

    @property
    def left_more_mm(self) -> float:
        """How much wider open, higher, or farther from the middle the left side is."""
        return self.left_mm - self.right_mm


Resting = Mapping[RestingItem, RestingReading | Doubt] | Unseen
"""Every item of a face at rest, or why that face cannot be measured."""


def over_rests(
    seen: Sequence[Mapping[RestingItem, RestingReading | Doubt]],
) -> dict[RestingItem, RestingReading | Doubt]:
    """Every item over one or more pictures of the face at rest: the median of those that say something."""
    return {item: _middle(item, [one[item] for one in seen]) for item in RestingItem}


def _middle(item: RestingItem, seen: Sequence[RestingReading | Doubt]) -> RestingReading | Doubt:
    told = [one for one in seen if isinstance(one, RestingReading)]
    if not told:
        return next(one for one in seen if isinstance(one, Doubt))
    return RestingReading(
        left_mm=statistics.median(one.left_mm for one in told),
        right_mm=statistics.median(one.right_mm for one in told),
        # The same face errs alike each time: more pictures of it are no less noise.
        noise_mm=NOISE_MM[item],
        confidence=statistics.fmean(one.confidence for one in told) * len(told) / len(seen),
    )
