"""How far each side of a face has moved from rest."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mirror.perception.face import Side

#: Symmetry from which on both sides count as moving together.  Healthy faces differ by up to 10 % (range of motion of
#: 25 markers in 53 adults: BioMed Res Int 2022, 2774713), and the mirror's own reading by about as much again.
TOGETHER: float = 0.80
#: What a face that does not move may seem to do: people at rest repeat themselves to 0.74 mm (Johnston and others).
#: Below it no side can be called the weaker one.
HARDLY_MM: float = 1.0


class Movement(Enum):
    """A movement that is measured on each side.  The first five are the standard ones of the clinical scales."""

    BROW_RAISE = "brow_raise"
    EYE_CLOSURE = "eye_closure"
    SMILE = "smile"
    SNARL = "snarl"
    PUCKER = "pucker"
    LOWER_LIP = "lower_lip"


#: No part of a face moves farther than this: four times a full movement, and well within what the log takes.
FARTHEST_MM: Final = 40.0
#: A movement begins this many standard deviations of the rest noise away from rest: once in millions of still frames.
ONSET_NOISE: Final = 5.0
#: And at least this far, so that a very quiet rest does not turn breathing into a movement; about a tenth of a full
#: movement, chosen on the drawn patient.
ONSET_MM: Final[Mapping[Movement, float]] = {
    Movement.BROW_RAISE: 1.0,
    Movement.EYE_CLOSURE: 1.5,
    Movement.SMILE: 1.0,
    Movement.SNARL: 0.7,
    Movement.PUCKER: 0.9,
    Movement.LOWER_LIP: 0.9,
}


def onset_mm(movement: Movement, noise_mm: float) -> float:
    """How far from rest a movement begins, over a rest with this noise (standard deviation)."""
    return max(ONSET_MM[movement], ONSET_NOISE * noise_mm)


@dataclass(frozen=True, slots=True)
class Excursion:
    """How far each side moved from rest, in the face's own frame.

    ``left_mm`` and ``right_mm`` are the subject's sides, signed along the movement and scaled by the iris and the
    corners of the eyes (mirror/perception/scale.py).  Comparisons use ``symmetry``, which needs no scale.
    """

    left_mm: float
    right_mm: float
    confidence: float
    """0..1; what it is made of is in docs/measurement.md."""

    @property
    def believable(self) -> bool:
        """Whether a face can have done this; what is no number never is."""
        sides = (self.left_mm, self.right_mm)
        return all(abs(side) <= FARTHEST_MM for side in sides) and math.isfinite(self.confidence)

    def mm(self, side: Side) -> float:
        return self.left_mm if side is Side.LEFT else self.right_mm

    @property
    def mean_mm(self) -> float:
        return (self.left_mm + self.right_mm) / 2.0

    @property
    def symmetry(self) -> float:
        """Weaker over stronger side, 0..1; 1 when neither side moved."""
        stronger = max(self.left_mm, self.right_mm)
        if stronger <= 0.0:
            return 1.0
        return min(1.0, max(0.0, min(self.left_mm, self.right_mm) / stronger))

    @property
    def weaker(self) -> Side | None:
        """The side that moved less; None when both moved together as far as the mirror can tell, or hardly at all."""
        if self.symmetry >= TOGETHER or max(self.left_mm, self.right_mm) < HARDLY_MM:
            return None
        return Side.LEFT if self.left_mm < self.right_mm else Side.RIGHT
