"""A try that is asked for by the clock: its figures are taken over its later part, whether the face moved or not."""

import statistics
from dataclasses import dataclass, field

from mirror.movement.repetition import Repetition
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.observation import Observation

#: A movement takes so long to come; what is read is read after it.
RISING_S = 1.0
#: One reading alone may be a slip.
FEWEST = 3


@dataclass(slots=True)
class TimedTry:
    """Collects one try.  Feed it every observation in order, then ask for the repetition it made."""

    movement: Movement
    start_s: float
    _noise_mm: float = 0.0
    _seen: list[tuple[float, Excursion]] = field(default_factory=list)

    def step(self, observation: Observation) -> None:
        """One observation later; one in which the movement cannot be read is passed over."""
        if observation.reads(self.movement) and observation.excursions[self.movement].believable:
            self._noise_mm = observation.noise_mm[self.movement]
            self._seen.append((observation.t_s, observation.excursions[self.movement]))

    def ended(self, end_s: float) -> Repetition | None:
        """The try as a repetition whose hold is its later part; None where too little of it could be read."""
        hold_start_s = self.start_s + RISING_S
        held = [excursion for t_s, excursion in self._seen if hold_start_s <= t_s <= end_s]
        if len(held) < FEWEST:
            return None
        excursion = Excursion(
            left_mm=statistics.median(one.left_mm for one in held),
            right_mm=statistics.median(one.right_mm for one in held),
            confidence=statistics.fmean(one.confidence for one in held),
        )
        return Repetition(self.movement, self.start_s, hold_start_s, end_s, end_s, excursion, self._noise_mm)
