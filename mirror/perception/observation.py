"""What one camera frame says: a face or none, the state of the rest baseline, and how far each side has moved."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Face, Unseen
from mirror.perception.face_cut import Moment


@dataclass(frozen=True, slots=True)
class Attention:
    """What the session wants the perception to attend to.

    A new ``rest_round`` asks for a new rest baseline; frames are taken into it only while ``resting`` is true.
    """

    rest_round: int = 0
    resting: bool = False
    asked: Movement | None = None
    """The movement that is expected: the head's position is read from skin that it does not touch."""
    between: bool = False
    """Between two repetitions with the face come back to rest: its rest may be learned in another turn of the head."""


@dataclass(frozen=True, slots=True)
class Rest:
    """How far the rest baseline has come."""

    round: int
    steady_frames: int
    needed_frames: int

    @property
    def known(self) -> bool:
        return self.steady_frames >= self.needed_frames

    @property
    def progress(self) -> float:
        """0..1."""
        return min(1.0, self.steady_frames / self.needed_frames)


@dataclass(frozen=True, slots=True)
class Observation:
    """One frame, understood.

    ``excursions`` is empty until the rest baseline is known and while the face cannot be measured.
    """

    t_s: float
    face: Face | None
    fault: Unseen | None
    """Why nothing can be measured now; None when the face is good."""
    rest: Rest
    excursions: Mapping[Movement, Excursion] = field(default_factory=dict)
    noise_mm: Mapping[Movement, float] = field(default_factory=dict)
    """Standard deviation of the mean excursion while the face was at rest, per movement."""
    moment: Moment | None = None
    """The pictures that the refined reading would compare, a few times a second while a movement is asked for."""

    def reads(self, movement: Movement) -> bool:
        """Whether this movement can be followed: it is read now, and was read while the face was at rest."""
        return movement in self.excursions and math.isfinite(self.noise_mm[movement])
