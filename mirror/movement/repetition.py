"""Repetitions, found in the measured movement as it happens: onset, hold, release.

Both sides' mean is followed: what a turn of the head seems to move goes opposite ways on the two sides, and cancels.

Pure and online: one call per observation, no clock; a step takes longer the longer the movement has lasted, some tens
of microseconds.  The figures of a repetition are taken over its hold only: in videos 9 % of the frames, in single
photographs 54 %, had a major landmark error (Greene and others, Facial Plast Surg Aesthet Med 2024,
doi 10.1089/fpsam.2024.0381).
"""

import math
import statistics
from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from mirror.movement.low_pass import low_passed
from mirror.perception.excursion import Excursion, Movement, onset_mm

#: The hold is the time from reaching to leaving 90 % of the repetition's own peak.
TOP: Final = 0.90
#: The peak itself is the median of what lies above this part of the highest value: one noisy sample is not a peak.
PLATEAU: Final = 0.80
#: At the top: a dip that stays above this part of the peak is jitter and does not end the hold.
HOLDING: Final = 0.80
#: The same while the movement goes on.  Where skin has little grain the reading leaps between two values a quarter
#: apart though the face holds still; a ring that emptied itself would tell somebody who holds to hold longer.
WAVERING: Final = 0.65
#: ...and so does one within this many standard deviations of the rest noise, where that is more.
DIP_NOISE: Final = 3.0
#: Between two observations the hold goes on for at most this long.
BETWEEN_S: Final = 0.3
#: The movement has been let go when it falls below this part of its peak (hysteresis against 50 % on the way up,
#: which keeps one movement from being counted twice).
RELEASED: Final = 0.40
#: It is back at rest below this part of the onset's size; a release that lingers is not a second movement.
SETTLED: Final = 0.60
#: One that is not back at rest has begun anew when it rises by this part of the last peak: a wobble of the release does
#: not, and whom a blink leaves with the lids a little lower is not kept waiting.
RISE: Final = 0.50
#: Shorter excursions are not repetitions.  A blink lasts 0.1-0.4 s.
SHORTEST_S: Final = 0.7
#: The longest stretch of samples kept for the figures of one repetition.
LONGEST_SAMPLES: Final = 60 * 30
#: Observations farther apart than this do not belong to one movement: the face was away.
GAP_S: Final = 1.0


class Phase(Enum):
    """Where in a repetition the movement is."""

    SETTLING = "settling"
    """Not at rest yet: what is on its way back is no new movement."""
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
    noise_mm: float
    """Standard deviation of the movement's mean figure while the face was at rest."""

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
    phase: Phase = Phase.SETTLING
    _value_mm: float | None = None
    _last_s: float = -math.inf
    _start_s: float = 0.0
    _peak_mm: float = 0.0
    _top_start_s: float | None = None
    """Since when the movement is at its top, as far as it is known; None while it is not there."""
    _lowest_mm: float = math.inf
    """Where a movement on its way back has turned: a rise from there is a new one, though rest was not reached."""
    _samples: deque[_Sample] = field(default_factory=lambda: deque(maxlen=LONGEST_SAMPLES))

    @property
    def onset_mm(self) -> float:
        """How far from rest a movement begins."""
        return onset_mm(self.movement, self.noise_mm)

    @property
    def begun_s(self) -> float | None:
        """When the movement that is going on began; None when none is."""
        return self._start_s if self.phase is Phase.MOVING else None

    def held_s(self, now_s: float) -> float:
        """How long the movement has been at its top; 0 when it is not there."""
        if self.phase is not Phase.MOVING or self._top_start_s is None:
            return 0.0
        return min(now_s, self._last_s + BETWEEN_S) - self._top_start_s

    @property
    def _let_go(self) -> bool:
        """Whether a movement has left its top: its figures are complete, though it is not back at rest."""
        return self.phase is Phase.MOVING and self._samples[-1].value_mm < HOLDING * self._peak_mm

    def step(self, excursion: Excursion, t_s: float) -> Event | None:
        """One observation later.  What no face can have done, or is no later than the last one, is left out."""
        if t_s <= self._last_s or not excursion.believable:
            return None
        if t_s - self._last_s > GAP_S:
            ended = self._release(self._last_s) if self._let_go else None
            self._forget()
            if ended is not None:
                return ended
        value = self._value_mm = low_passed(self._value_mm, excursion.mean_mm, t_s - self._last_s)
        self._last_s = t_s
        if self.phase is Phase.SETTLING and value < SETTLED * self.onset_mm:
            self.phase = Phase.RESTING
        if self.phase is not Phase.MOVING:
            if value < self._begins_mm(value):
                return None
            self.phase, self._start_s, self._peak_mm = Phase.MOVING, t_s, value
            self._samples.clear()
            self._keep(_Sample(t_s, value, excursion))
            return Onset(t_s)
        self._keep(_Sample(t_s, value, excursion))
        if value < max(RELEASED * self._peak_mm, SETTLED * self.onset_mm):
            return self._release(t_s)
        return None

    def _begins_mm(self, value: float) -> float:
        """What the value has to reach for a new movement."""
        if self.phase is Phase.RESTING:
            return self.onset_mm
        self._lowest_mm = min(self._lowest_mm, value)
        return self._lowest_mm + max(self.onset_mm, RISE * self._peak_mm)

    def _keep(self, sample: _Sample) -> None:
        self._samples.append(sample)
        self._peak_mm = max(self._peak_mm, sample.value_mm)
        last = self._holds(WAVERING)[-1]
        self._top_start_s = last[0].t_s if last else None

    def _release(self, t_s: float) -> Event:
        self.phase, self._lowest_mm = Phase.SETTLING, math.inf
        if t_s - self._start_s < SHORTEST_S:
            return Fleeting(t_s)
        top = max(self._holds(HOLDING), key=lambda hold: hold[-1].t_s - hold[0].t_s if hold else -1.0)
        left_s = next((sample.t_s for sample in self._samples if sample.t_s > top[-1].t_s), t_s)
        return Released(
            Repetition(
                movement=self.movement,
                start_s=self._start_s,
                hold_start_s=top[0].t_s,
                hold_end_s=left_s,
                end_s=t_s,
                noise_mm=self.noise_mm,
                excursion=Excursion(
                    left_mm=statistics.median(s.excursion.left_mm for s in top),
                    right_mm=statistics.median(s.excursion.right_mm for s in top),
                    confidence=statistics.fmean(s.excursion.confidence for s in top),
                ),
            )
        )

    def _holds(self, leaving: float) -> list[list[_Sample]]:
        """The samples of each stay at the top: from reaching it to the last moment there before leaving it.

        It is left below ``leaving``, a part of its plateau.  The last stay is empty when the top has been left and not
        reached again.  What is said while a movement goes on and what is kept of it come from here both.
        """
        # Of what is kept: after a minute's movement the first samples are gone, and with them perhaps the peak.
        peak_mm = max(sample.value_mm for sample in self._samples)
        plateau_mm = statistics.median(s.value_mm for s in self._samples if s.value_mm >= PLATEAU * peak_mm)
        reached_mm = TOP * plateau_mm
        left_mm = min(leaving * plateau_mm, reached_mm - DIP_NOISE * self.noise_mm)
        holds: list[list[_Sample]] = [[]]
        for sample in self._samples:
            if sample.value_mm < left_mm and holds[-1]:
                holds.append([])
            elif sample.value_mm >= reached_mm:
                holds[-1].append(sample)
        return holds

    def _forget(self) -> None:
        """The face was away: what was still at its top is not finished by what comes now."""
        self.phase, self._lowest_mm = Phase.SETTLING, math.inf
        self._value_mm = None
        self._samples.clear()
