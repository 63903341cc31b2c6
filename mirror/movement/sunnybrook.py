"""The arithmetic of the Sunnybrook Facial Grading System, on grades that the mirror estimates.

Ross, Fradet and Nedzelski, "Development of a sensitive clinical facial grading system", Otolaryngol Head Neck Surg
1996; 114:380.  What comes out is a mirror estimate and never a Sunnybrook grade: the scale is a clinician's judgement
in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mirror.perception.excursion import Movement

#: The five standard expressions.
STANDARD: Final = (Movement.BROW_RAISE, Movement.EYE_CLOSURE, Movement.SMILE, Movement.SNARL, Movement.PUCKER)
VOLUNTARY_WEIGHT: Final = 4
RESTING_WEIGHT: Final = 5
SYNKINESIS_WEIGHT: Final = 1
COMPLETE: Final = 5


class RestingPart(Enum):
    """A part of the face that the scale judges at rest."""

    EYE = "eye"
    CHEEK = "cheek"
    MOUTH = "mouth"


#: Parts without which there still is a composite: no landmark lies on the fold of the cheek, so it is never known and
#: counts as even.  A face whose fold is flat is therefore estimated up to 10 points too high.
COUNTED_AS_EVEN: Final = (RestingPart.CHEEK,)


@dataclass(frozen=True, slots=True)
class Grade:
    """One item of the scale."""

    points: int
    """Voluntary 1 (unable) to 5 (complete); resting 0 to 2; synkinesis 0 (none) to 3 (severe)."""
    confidence: float
    """0..1."""
    figure: float
    """What it was taken from: a ratio of the sides for a voluntary movement, else millimetres."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item that could not be graded."""

    why: str


Item = Grade | LeftOut


@dataclass(frozen=True, slots=True)
class Sheet:
    """Every item of the scale."""

    voluntary: Mapping[Movement, Item]
    resting: Mapping[RestingPart, Item]
    synkinesis: Mapping[Movement, Item]

    @property
    def composite_raw(self) -> int | None:
        """Voluntary x 4 - resting x 5 - synkinesis, from -15 to 100; None while an item is missing."""
        if self.missing:
            return None
        return 100 - self.deduction

    @property
    def composite(self) -> int | None:
        """The same within 0 and 100."""
        raw = self.composite_raw
        return None if raw is None else max(0, min(100, raw))

    @property
    def deduction(self) -> int:
        """What the graded items take away from 100, each by its weight."""
        return (
            VOLUNTARY_WEIGHT * sum(COMPLETE - grade.points for grade in _graded(self.voluntary))
            + RESTING_WEIGHT * sum(grade.points for grade in _graded(self.resting))
            + SYNKINESIS_WEIGHT * sum(grade.points for grade in _graded(self.synkinesis))
        )

    @property
    def missing(self) -> Sequence[tuple[str, str]]:
        """The expressions, or the rest, that leave no composite by what they lack, and why; every one once."""
        items = [*self.voluntary.items(), *self.resting.items(), *self.synkinesis.items()]
        found = [
            (key.value if isinstance(key, Movement) else "rest", item.why)
            for key, item in items
            if isinstance(item, LeftOut) and key not in COUNTED_AS_EVEN
        ]
        return list(dict.fromkeys(found))

    @property
    def confidence(self) -> float:
        """0..1: the mean over the graded items, each by its weight; 0 without any."""
        weighed = [
            (weight, grade.confidence)
            for weight, items in (
                (VOLUNTARY_WEIGHT, self.voluntary),
                (RESTING_WEIGHT, self.resting),
                (SYNKINESIS_WEIGHT, self.synkinesis),
            )
            for grade in _graded(items)
        ]
        return sum(weight * sure for weight, sure in weighed) / max(1, sum(weight for weight, _ in weighed))


def _graded(items: Mapping[Movement, Item] | Mapping[RestingPart, Item]) -> list[Grade]:
    return [item for item in items.values() if isinstance(item, Grade)]
