"""One measured attempt at a movement, seen from the affected side."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side

#: What counts at all: a reading that is half as sure as the best.  Below it face, light or turn of the head were at
#: several limits at once (docs/measurement.md).
SURE_ENOUGH: Final = 0.5
#: The smallest standard deviation that one attempt's figure of one side is believed to have, from one day to another.
#: People at rest repeat themselves to 0.74 mm (Johnston and others), which is a difference of two figures: 0.5 mm
#: each, over the root of two.  The mirror's own reading of a still side varies by 0.35 mm
#: (docs/first-movement.md).
LEAST_NOISE_MM: Final = 0.5


@dataclass(frozen=True, slots=True)
class Attempt:
    """How far each side came in one attempt, in mm along the movement."""

    at: datetime
    """The wall's time."""
    movement: Movement
    affected_mm: float
    healthy_mm: float
    noise_mm: float
    """Standard deviation of such a figure of one side, as far as this mirror knows it."""
    confidence: float = 1.0
    """0..1."""

    @classmethod
    def of(cls, excursion: Excursion, movement: Movement, affected: Side, noise_mm: float, at: datetime) -> Self:
        """An excursion as the affected side's attempt."""
        sides = (excursion.left_mm, excursion.right_mm)
        affected_mm, healthy_mm = sides if affected is Side.LEFT else sides[::-1]
        return cls(at, movement, affected_mm, healthy_mm, noise_mm, excursion.confidence)

    @property
    def spread_mm(self) -> float:
        """The noise that is reckoned with: never less than what people and the mirror are known to have."""
        return max(self.noise_mm, LEAST_NOISE_MM)

    @property
    def usable(self) -> bool:
        """Whether it is a figure to go by."""
        figures = (self.affected_mm, self.healthy_mm, self.noise_mm)
        return all(map(math.isfinite, figures)) and self.confidence >= SURE_ENOUGH


def usable(attempts: Iterable[Attempt], movement: Movement) -> tuple[Attempt, ...]:
    """The attempts at one movement that are figures to go by."""
    return tuple(one for one in attempts if one.movement is movement and one.usable)
