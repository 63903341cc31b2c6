"""Whether a finished repetition was the movement that was asked for.

Any movement of a face pulls at the whole of it: who smiles or talks while a brow raise is asked for moves the brows by
a millimetre or two.  So the asked movement is compared with the others in the same observations, each in parts of its
usual full movement, over the hold; it counts when nothing else moved more.  Pure and online, like the follower inside.
"""

import statistics
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

import numpy as np

from mirror.movement.repetition import LONGEST_SAMPLES, Event, Onset, Phase, Released, Repetition
from mirror.movement.repetition import RepetitionFollower as Follower
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Points, Side
from mirror.perception.full_movement import CORNERS, moved_more
from mirror.perception.landmarks import COMMISSURE, OUTER_CANTHUS
from mirror.perception.observation import Observation

#: A smile makes the mouth wider and a pucker narrower, which tells them apart.
#: A change of the mouth's width that means something, in parts of the distance between the outer corners of the eyes:
#: three standard deviations of a still face (0.007); smiles widen by 0.05 to 0.11, puckers narrow by 0.04 to 0.09.
WIDER: Final = 0.02
#: A hold shorter than this is a moment in passing: a word, a twitch.
MOMENT_S: Final = 0.5
#: So many resting widths of the mouth are remembered, and so few are too few to know it.
RESTING_SAMPLES: Final = 60
FEWEST_SAMPLES: Final = 5
#: One reading alone may be a slip.
FEWEST_READ: Final = 2


class Why(Enum):
    """Why a repetition does not count."""

    ANOTHER = "another movement moved more"
    BRIEF = "held for a moment only"


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A movement has come back, but it was not a repetition of what was asked for."""

    repetition: Repetition
    why: Why


@dataclass(frozen=True, slots=True)
class _Sample:
    t_s: float
    excursions: Mapping[Movement, Excursion]
    mouth: float | None


@dataclass(slots=True)
class AskedFollower:
    """Follows the movement that was asked for, with an eye on the others.  Feed it every observation in order."""

    movement: Movement
    noise_mm: float
    _follower: Follower = field(init=False)
    _samples: deque[_Sample] = field(default_factory=lambda: deque(maxlen=LONGEST_SAMPLES))
    _resting: deque[float] = field(default_factory=lambda: deque(maxlen=RESTING_SAMPLES))

    def __post_init__(self) -> None:
        self._follower = Follower(self.movement, self.noise_mm)

    @property
    def phase(self) -> Phase:
        return self._follower.phase

    @property
    def begun_s(self) -> float | None:
        """When the movement that is going on began; None when none is."""
        return self._follower.begun_s

    def held_s(self, now_s: float) -> float:
        """How long the movement has been at its top; 0 when it is not there."""
        return self._follower.held_s(now_s)

    def step(self, observation: Observation) -> Event | Uncounted | None:
        """One observation later.  Its excursions hold the asked movement."""
        mouth = None if observation.face is None else mouth_width(observation.face.points)
        event = self._follower.step(observation.excursions[self.movement], observation.t_s)
        if isinstance(event, Onset):
            self._samples.clear()
        if self.phase is Phase.RESTING and mouth is not None:
            self._resting.append(mouth)
        self._samples.append(_Sample(observation.t_s, observation.excursions, mouth))
        return self._judged(event.repetition) if isinstance(event, Released) else event

    def _judged(self, repetition: Repetition) -> Released | Uncounted:
        held = [s for s in self._samples if repetition.hold_start_s <= s.t_s <= repetition.hold_end_s]
        if self._moved_another(repetition, held):
            return Uncounted(repetition, Why.ANOTHER)
        return Uncounted(repetition, Why.BRIEF) if repetition.hold_s < MOMENT_S else Released(repetition)

    def _moved_another(self, repetition: Repetition, held: list[_Sample]) -> bool:
        corners = self._corners(held)
        if self.movement in CORNERS and corners is not self.movement:
            return True
        asked_mm = max(repetition.excursion.left_mm, repetition.excursion.right_mm)
        for other in Movement:
            if other is self.movement or (other in CORNERS and other is not corners):
                continue
            if moved_more(self.movement, asked_mm, other, _reached_mm(held, other)):
                return True
        return False

    def _corners(self, held: list[_Sample]) -> Movement:
        """What the corners of the mouth did, pucker or smile; where that is not clear, what was asked of them."""
        widths = [sample.mouth for sample in held if sample.mouth is not None]
        if len(self._resting) >= FEWEST_SAMPLES and widths:
            wider = statistics.median(widths) - statistics.median(self._resting)
            if abs(wider) >= WIDER:
                return Movement.SMILE if wider > 0.0 else Movement.PUCKER
        return self.movement if self.movement in CORNERS else Movement.SMILE


def mouth_width(points: Points) -> float:
    """The distance between the mouth's corners over that between the outer eye corners, which turn along with them."""
    return _apart(points, COMMISSURE[Side.LEFT][0], COMMISSURE[Side.RIGHT][0]) / _apart(
        points, OUTER_CANTHUS[Side.LEFT], OUTER_CANTHUS[Side.RIGHT]
    )


def _apart(points: Points, one: int, other: int) -> float:
    return float(np.linalg.norm(points[one, :2] - points[other, :2]))


def _reached_mm(held: list[_Sample], movement: Movement) -> float:
    """How far the side that moved more went over the hold; 0 where it was hardly ever read.

    What moves far is read in few of the frames (the lip of a snarl in every third), so few must do.
    """
    read = [sample.excursions[movement] for sample in held if movement in sample.excursions]
    if len(read) < FEWEST_READ:
        return 0.0
    return max(statistics.median(e.left_mm for e in read), statistics.median(e.right_mm for e in read))
