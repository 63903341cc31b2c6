"""The standard assessment on the mirror: the five expressions, a few repetitions each, and the face at rest.

Every repetition has been read by itself, each from two moments of its hold (docs/measurement.md).  What counts of an
expression is the median of its repetitions, so that one poor repetition spoils nothing; what they differ by is how well
the mirror and the person repeat themselves on this day.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mirror.movement.change import Repeatability
from mirror.movement.estimate import Estimate, estimate
from mirror.movement.sunnybrook import STANDARD
from mirror.perception.co_movement import PROBE, CoMovement, SideShift
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Doubt, Side, Unseen
from mirror.perception.face_readings import FaceReadings
from mirror.perception.resting import Resting

#: Repetitions of each expression.
REPETITIONS: Final = 3


@dataclass(frozen=True, slots=True)
class AssessedRepetition:
    """One repetition of a standard expression, as the refined reading has it."""

    movement: Movement
    excursion: Excursion | None
    abstained: Unseen | Doubt | None
    """Why there is no excursion; None when there is one."""
    co_movement: CoMovement | None = None
    """What the quiet regions did meanwhile; None when that was not read."""
    gap_left_mm: float | None = None
    """What stayed open of the left eye; eye closure only."""
    gap_right_mm: float | None = None

    @property
    def sides(self) -> SideShift | Unseen | Doubt:
        """What both sides did, for an eye with the part of its opening that was gone; or why that cannot be said."""
        if self.excursion is None:
            return Doubt.NOT_DONE if self.abstained is None else self.abstained
        return SideShift.of(self.excursion, self.gap_left_mm, self.gap_right_mm)

    @property
    def probe(self) -> SideShift | Unseen | Doubt:
        """What the quiet region did that tells most of co-movement, or why that cannot be said."""
        if self.co_movement is None:
            return Doubt.NOT_DONE if self.abstained is None else self.abstained
        return self.co_movement.regions[PROBE[self.movement]]


@dataclass(frozen=True, slots=True)
class AssessmentDone:
    """What a standard assessment came to: everything that is kept of it."""

    estimate: Estimate
    repeatability: Mapping[Movement, Repeatability]
    """Of the sides' symmetry (weaker over stronger, no unit), per expression that was read more than once."""
    repetitions: Mapping[Movement, int]
    """How many repetitions of each expression were read."""
    model: str
    """Whose points the figures come from."""

    @property
    def repeatability_of_the_day(self) -> Repeatability | None:
        """Of the symmetry over all expressions; None while there are too few repetitions to know."""
        return Repeatability.pooled(self.repeatability.values())


def assess(
    repetitions: Sequence[AssessedRepetition], resting: Resting, affected: Side | None, model: str
) -> AssessmentDone:
    """What the repetitions and the face at rest give, read with ``model``; ``affected`` is that side, if it is known.

    Other movements than the five standard ones are left out.  An expression without a figure is named, with why, in
    the estimate's ``abstained``; there is no composite then, and the other items stand.
    """
    read = {
        movement: [one.excursion for one in of_movement(repetitions, movement) if one.excursion is not None]
        for movement in STANDARD
    }
    repeats = {
        movement: Repeatability.as_far_as_known([[excursion.symmetry for excursion in found]])
        for movement, found in read.items()
    }
    return AssessmentDone(
        estimate=estimate(readings_of(repetitions, resting), affected),
        repeatability={movement: repeat for movement, repeat in repeats.items() if repeat is not None},
        repetitions={movement: len(found) for movement, found in read.items()},
        model=model,
    )


def readings_of(repetitions: Sequence[AssessedRepetition], resting: Resting) -> FaceReadings:
    """What the face showed in each standard expression, over its repetitions."""
    moved, co_movements = {}, {}
    for movement in STANDARD:
        done = of_movement(repetitions, movement)
        moved[movement] = _middle([one.sides for one in done])
        co_movements[movement] = CoMovement(movement, {PROBE[movement]: _middle([one.probe for one in done])})
    return FaceReadings(moved, co_movements, resting)


def of_movement(repetitions: Sequence[AssessedRepetition], movement: Movement) -> list[AssessedRepetition]:
    """Those of one expression."""
    return [one for one in repetitions if one.movement is movement]


def _middle(seen: Sequence[SideShift | Unseen | Doubt]) -> SideShift | Unseen | Doubt:
    """The median of the repetitions that say something, or the commonest reason why none does."""
    told = [one for one in seen if isinstance(one, SideShift)]
    if not told:
        reasons = [one for one in seen if not isinstance(one, SideShift)]
        return statistics.mode(reasons) if reasons else Doubt.NOT_DONE
    return SideShift(
        left_mm=statistics.median(one.left_mm for one in told),
        right_mm=statistics.median(one.right_mm for one in told),
        # What only some of the repetitions say is less sure.
        confidence=statistics.fmean(one.confidence for one in told) * len(told) / len(seen),
        left_part=_middle_part([one.left_part for one in told]),
        right_part=_middle_part([one.right_part for one in told]),
    )


def _middle_part(parts: Sequence[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return statistics.median(known) if known else None
