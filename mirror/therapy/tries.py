"""The standard attempt: twenty seconds a day that look for the first movement.

Two gentle tries with the brows, two with the corners of the mouth, each after a moment of rest, by the clock: it needs
no movement to go on, and asks for none that is not there.
"""

from dataclasses import dataclass
from typing import Final

from mirror.perception.excursion import Movement

#: Its id in the catalogue.
ATTEMPT: Final = "standard_attempt"
#: What is tried, in this order.  The brow tells whether the forehead is spared, the smile is where recovery shows first
#: to the person.
STANDARD: Final = (Movement.BROW_RAISE, Movement.SMILE)
#: How often each, gently: it is looked at, not trained.
ATTEMPTS: Final = 2
TRIED: Final = tuple(movement for movement in STANDARD for _ in range(ATTEMPTS))
REST_S: Final = 2.0
TRY_S: Final = 3.0
#: The whole of it: 20 s.
ATTEMPT_S: Final = len(TRIED) * (REST_S + TRY_S)


@dataclass(frozen=True, slots=True)
class Try:
    """One of the tries, at one instant."""

    index: int
    movement: Movement
    trying: bool
    """False in the moment of rest before it."""
    remaining_s: float
    """Of the rest, or of the try."""

    @property
    def number(self) -> int:
        """1 for the first try of its movement."""
        return TRIED[: self.index + 1].count(self.movement)


def try_at(into_s: float) -> Try:
    """Where the attempt is ``into_s`` seconds after it began; at its end it stays in the last try."""
    index = min(int(into_s / (REST_S + TRY_S)), len(TRIED) - 1)
    into_try_s = into_s - index * (REST_S + TRY_S) - REST_S
    trying = into_try_s >= 0.0
    remaining_s = max(0.0, TRY_S - into_try_s) if trying else -into_try_s
    return Try(index, TRIED[index], trying, remaining_s)
