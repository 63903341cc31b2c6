"""What the regions that a movement should leave alone do in one live observation, in parts of their own range.

An eye: how much of its opening at rest is gone.  The mouth's corner: how far it went up and outwards, a full smile
being 1.  A brow: how far it rose, a full raise being 1.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from mirror.perception.co_movement import QuietRegion
from mirror.perception.displacement import lid_gap
from mirror.perception.excursion import Movement
from mirror.perception.face import Face, Side
from mirror.perception.full_movement import FULL_MM
from mirror.perception.landmarks import OUTER_CANTHUS
from mirror.perception.observation import Observation
from mirror.perception.scale import EYES_MM

#: Which live reading tells what a region does.
READ_AS: Final = {
    QuietRegion.EYE: Movement.EYE_CLOSURE,
    QuietRegion.MOUTH: Movement.SMILE,
    QuietRegion.BROW: Movement.BROW_RAISE,
}
#: The lids of the mesh against what is really covered: the net draws a half closed eye a third closed.  Medians over
#: 36 rendered heads; the drawn patient's eyes read alike (docs/measurement.md, "Watching a session").
LIDS_READ: Final = (0.0, 0.17, 0.25, 0.33, 0.45, 0.66, 0.85)
LIDS_GONE: Final = (0.0, 0.20, 0.35, 0.50, 0.68, 0.82, 0.95)


@dataclass(frozen=True, slots=True)
class Parts:
    """What both sides of a region have done, signed; left and right are the subject's."""

    left: float
    right: float

    def of(self, side: Side) -> float:
        return self.left if side is Side.LEFT else self.right

    def more(self, side: Side) -> float:
        """How much more this side has done than the other one at the same instant."""
        return self.of(side) - self.of(side.other)

    def since(self, before: "Parts") -> "Parts":
        return Parts(self.left - before.left, self.right - before.right)

    @property
    def leader(self) -> Side:
        """The side that has done more."""
        return Side.LEFT if self.left >= self.right else Side.RIGHT


#: A region that has done nothing.
STILL: Final = Parts(0.0, 0.0)


def parts_of(region: QuietRegion, observation: Observation) -> Parts | None:
    """What a region does now; None where it cannot be read, now or at rest."""
    movement = READ_AS[region]
    moved, face = observation.excursions.get(movement), observation.face
    if moved is None or not math.isfinite(observation.noise_mm.get(movement, math.inf)):
        return None
    if region is not QuietRegion.EYE:
        return Parts(moved.left_mm / FULL_MM[movement], moved.right_mm / FULL_MM[movement])
    if face is None:
        return None
    return Parts(_gone(moved.left_mm, face, Side.LEFT), _gone(moved.right_mm, face, Side.RIGHT))


def noise_part(region: QuietRegion, observation: Observation) -> float:
    """Standard deviation of the difference of a region's sides while the face was at rest.

    The noise that is known is that of the mean of both; of two that err independently the difference has twice as much.
    """
    movement = READ_AS[region]
    return 2.0 * observation.noise_mm[movement] / FULL_MM[movement]


def _gone(closed_mm: float, face: Face, side: Side) -> float:
    """How much of an eye's opening at rest is covered; below 0 where it is wider open."""
    corners = face.points[[OUTER_CANTHUS[Side.LEFT], OUTER_CANTHUS[Side.RIGHT]]]
    open_mm = lid_gap(face.points.astype(np.float64), side) / float(np.linalg.norm(corners[0] - corners[1])) * EYES_MM
    read = closed_mm / max(open_mm + closed_mm, 1.0)
    return float(np.interp(read, LIDS_READ, LIDS_GONE)) if read > 0.0 else read
