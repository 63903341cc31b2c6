"""Repetitions, found in the measured movement as it happens: onset, hold, release.

Pure and online: one call per observation, amortised constant time, no clock.  The figures of a repetition are taken
over its hold only, because a single frame of a landmark net is never good enough to report (measurement.md, "Time").
"""

import math
import statistics
from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from mirror.perception.excursion import Excursion, Movement

#: Time constant of the filter in front of the detector: short enough that an onset is felt at once, long enough that
#: the net's jitter (0.1-0.4 % of the eye distance, measurement.md) does not cross a threshold.
FILTER_S: Final = 0.08

#: A movement begins this many standard deviations of the rest noise away from rest (performance.md 5: five), and ...
ONSET_NOISE: Final = 5.0
#: ... at least this far, so that a very quiet rest does not turn breathing into a movement.
ONSET_MM: Final = {
    Movement.BROW_RAISE: 1.0,
    Movement.EYE_CLOSURE: 1.5,
    Movement.SMILE: 1.0,
    Movement.SNARL: 0.7,
    Movement.PUCKER: 0.9,
    Movement.LOWER_LIP: 0.9,
}
#: The hold is the time from reaching to leaving 90 % of the repetition's own peak.
TOP: Final = 0.90
#: The peak itself is the median of what lies above this part of the highest value: one noisy sample is not a peak.
PLATEAU: Final = 0.80
#: The movement has been let go when it falls below this part of its peak (hysteresis against 50 % on the way up,
#: performance.md 5).
RELEASED: Final = 0.40
#: Shorter excursions are not repetitions.  A blink lasts 0.1-0.4 s.
SHORTEST_S: Final = 0.7
#: The longest stretch of samples kept for the figures of one repetition.
LONGEST_SAMPLES: Final = 60 * 30
#: Observations farther apart than this do not belong to one movement: the face was away.
GAP_S: Final = 1.0


class Phase(Enum):
    """Where in a repetition the movement is."""

    RESTING = "resting"
    MOVING = "moving"


@dataclass(frozen=True, slots=True)
class Repetition:
    """One finished repetition.  Times are monotonic seconds; figures are medians over the hold."""

    movement: Movement
    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    excursion: Excursion

    @property
    def hold_s(self) -> float:
        return self.hold_end_s - self.hold_start_s


@dataclass(frozen=True, slots=True)
class Onset:
    """The movement has left rest."""

    t_s: float


@dataclass(frozen=True, slots=True)
class Released:
    """The movement has come back; the repetition is complete."""

    repetition: Repetition


@dataclass(frozen=True, slots=True)
class Fleeting:
    """The movement came back too soon to be a repetition: a blink, a twitch."""

    t_s: float


Event = Onset | Released | Fleeting


@dataclass(frozen=True, slots=True)
class _Sample:
    t_s: float
    value_mm: float
    excursion: Excursion


@dataclass(slots=True)
class RepetitionFollower:
    """Follows one movement.  Feed it every observation in order with :meth:`step`; ask it where the movement is."""

    movement: Movement
    noise_mm: float
    phase: Phase = Phase.RESTING
    _value_mm: float | None = None
    _last_s: float = -math.inf
    _start_s: float = 0.0
    _peak_mm: float = 0.0
    _top_start_s: float = 0.0
    _top_mm: float = 0.0
    """The movement's value when it last rose to a new top."""
    _samples: deque[_Sample] = field(default_factory=lambda: deque(maxlen=LONGEST_SAMPLES))

    @property
    def onset_mm(self) -> float:
        """How far from rest a movement begins."""
        return max(ONSET_MM[self.movement], ONSET_NOISE * self.noise_mm)

    @property
    def held_s(self) -> float:
        """How long the movement has been at its top; 0 when it is not."""
        if self.phase is not Phase.MOVING:
            return 0.0
        return self._last_s - self._top_start_s

    def step(self, excursion: Excursion, t_s: float) -> Event | None:
        """One observation later."""
        if t_s - self._last_s > GAP_S:
            self._forget()
        value = self._filtered(max(excursion.left_mm, excursion.right_mm), t_s)
        if self.phase is Phase.RESTING:
            if value < self.onset_mm:
                return None
            self.phase, self._start_s, self._peak_mm, self._top_mm = Phase.MOVING, t_s, value, 0.0
            self._samples.clear()
            self._keep(_Sample(t_s, value, excursion))
            return Onset(t_s)
        self._keep(_Sample(t_s, value, excursion))
        if value < max(RELEASED * self._peak_mm, 0.6 * self.onset_mm):
            return self._release(t_s)
        return None

    def _filtered(self, value_mm: float, t_s: float) -> float:
        """First-order low-pass whose weight follows the time step, so that the frame rate does not matter."""
        if self._value_mm is None:
            self._value_mm = value_mm
        else:
            self._value_mm += (1.0 - math.exp(-(t_s - self._last_s) / FILTER_S)) * (value_mm - self._value_mm)
        self._last_s = t_s
        return self._value_mm

    def _keep(self, sample: _Sample) -> None:
        self._samples.append(sample)
        self._peak_mm = max(self._peak_mm, sample.value_mm)
        if TOP * sample.value_mm > self._top_mm:
            self._top_start_s, self._top_mm = sample.t_s, sample.value_mm

    def _release(self, t_s: float) -> Event:
        self.phase = Phase.RESTING
        if t_s - self._start_s < SHORTEST_S:
            return Fleeting(t_s)
        plateau_mm = statistics.median(s.value_mm for s in self._samples if s.value_mm >= PLATEAU * self._peak_mm)
        top = [sample for sample in self._samples if sample.value_mm >= TOP * plateau_mm]
        return Released(
            Repetition(
                movement=self.movement,
                start_s=self._start_s,
                hold_start_s=top[0].t_s,
                hold_end_s=top[-1].t_s,
                end_s=t_s,
                excursion=Excursion(
                    left_mm=statistics.median(s.excursion.left_mm for s in top),
                    right_mm=statistics.median(s.excursion.right_mm for s in top),
                    confidence=statistics.fmean(s.excursion.confidence for s in top),
                ),
            )
        )

    def _forget(self) -> None:
        """The face was away: what had begun is not finished by what comes now."""
        self.phase = Phase.RESTING
        self._value_mm = None
        self._samples.clear()
