"""The face at rest in another turn of the head, learned between two repetitions.

The first rest is taken in one turn; who then leans or turns a little is measured from a face that shows other parts of
itself (docs/measurement.md).  While a face is known to be at rest, its present turn can become a rest of its own.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mirror.perception.excursion import Excursion, Movement, onset_mm
from mirror.perception.face import Pose
from mirror.perception.look import Look
from mirror.perception.rest import RestBaseline, RestCollector
from mirror.perception.rests import APART_DEG, MOST_RESTS, Rests, turn_between_deg

#: Frames of one rest are turned this much alike.
ALIKE_DEG: Final = APART_DEG / 2.0


@dataclass(slots=True)
class TurnedRestCollector:
    """Collects frames of one new turn of the head until they make a rest."""

    _pose: Pose | None = None
    """Of the first frame."""
    _collector: RestCollector = field(default_factory=RestCollector)

    def add(self, look: Look, read: Mapping[Movement, Excursion], rests: Rests) -> Rests | None:
        """One more frame of a face between two repetitions, and what was read in it; the rests once there is another.

        A frame is left out when its turn is known already, or when anything in it has moved as far as a movement.
        """
        pose = look.face.pose
        if len(rests.known) >= MOST_RESTS or not _new_turn(pose, rests) or not _at_rest(read, rests):
            return None
        if self._pose is None or turn_between_deg(pose, self._pose) > ALIKE_DEG:
            self._pose, self._collector = pose, RestCollector()
        baseline = self._collector.add(look)
        if baseline is None:
            return None
        self._pose, self._collector = None, RestCollector()
        return Rests((*rests.known, baseline)) if _as_quiet(baseline, rests) else None


def _new_turn(pose: Pose, rests: Rests) -> bool:
    return turn_between_deg(pose, rests.nearest(pose).pose) > APART_DEG


def _at_rest(read: Mapping[Movement, Excursion], rests: Rests) -> bool:
    """Every movement that can be read at rest is read now, and none has gone as far as its onset, either way."""
    noise_mm = rests.noise_mm
    return all(
        movement in read and abs(read[movement].mean_mm) < onset_mm(movement, noise_mm[movement])
        for movement in Movement
        if math.isfinite(noise_mm[movement])
    )


def _as_quiet(baseline: RestBaseline, rests: Rests) -> bool:
    """Whether movements would still begin where they begin now: a noisy rest would make small ones pass unseen."""
    noise_mm = rests.noise_mm
    return all(onset_mm(m, baseline.noise_mm[m]) <= onset_mm(m, noise_mm[m]) for m in Movement)
