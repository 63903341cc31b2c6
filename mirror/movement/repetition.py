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
#: The top of a movement: contract.md defines the hold as the time above 90 % of the repetition's own peak.
TOP: Final = 0.90
#: The movement has been let go when it falls below this part of its peak (hysteresis against 50 % on the way up,
#: performance.md 5).
RELEASED: Final = 0.40
#: Shorter excursions are not repetitions.  A blink lasts 0.1-0.4 s.
SHORTEST_S: Final = 0.7
#: The longest stretch of samples kept for the figures of one repetition.
LONGEST_HOLD_SAMPLES: Final = 60 * 30
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
    _top_end_s: float = 0.0
    _top: deque[_Sample] = field(default_factory=lambda: deque(maxlen=LONGEST_HOLD_SAMPLES))

    @property
    def onset_mm(self) -> float:
        """How far from rest a movement begins."""
        return max(ONSET_MM[self.movement], ONSET_NOISE * self.noise_mm)

    @property
    def held_s(self) -> float:
        """How long the movement has been at its top; 0 when it is not."""
        if self.phase is not Phase.MOVING or not self._top:
            return 0.0
        return self._top_end_s - self._top[0].t_s

    def step(self, excursion: Excursion, t_s: float) -> Event | None:
        """One observation later."""
        if t_s - self._last_s > GAP_S:
            self._forget()
        value = self._filtered(max(excursion.left_mm, excursion.right_mm), t_s)
        if self.phase is Phase.RESTING:
            if value < self.onset_mm:
                return None
            self.phase, self._start_s, self._peak_mm = Phase.MOVING, t_s, value
            self._top.clear()
            self._keep_top(_Sample(t_s, value, excursion))
            return Onset(t_s)
        if value >= TOP * self._peak_mm:
            self._keep_top(_Sample(t_s, value, excursion))
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

    def _keep_top(self, sample: _Sample) -> None:
        self._peak_mm = max(self._peak_mm, sample.value_mm)
        self._top.append(sample)
        self._top_end_s = sample.t_s
        while self._top[0].value_mm < TOP * self._peak_mm:
            self._top.popleft()

    def _release(self, t_s: float) -> Event:
        self.phase = Phase.RESTING
        if t_s - self._start_s < SHORTEST_S:
            return Fleeting(t_s)
        return Released(
            Repetition(
                movement=self.movement,
                start_s=self._start_s,
                hold_start_s=self._top[0].t_s,
                hold_end_s=self._top_end_s,
                end_s=t_s,
                excursion=Excursion(
                    left_mm=statistics.median(s.excursion.left_mm for s in self._top),
                    right_mm=statistics.median(s.excursion.right_mm for s in self._top),
                    confidence=statistics.fmean(s.excursion.confidence for s in self._top),
                ),
            )
        )

    def _forget(self) -> None:
        """The face was away: what had begun is not finished by what comes now."""
        self.phase = Phase.RESTING
        self._value_mm = None
        self._top.clear()
