"""Several faces at rest, one per turn of the head: a movement is measured from the one that is turned most alike.

Even with the head's position taken out, a turned head shows other parts of itself; from a rest that is turned alike,
the same is hidden in both (docs/measurement.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from mirror.perception.excursion import Movement
from mirror.perception.face import Pose
from mirror.perception.rest import RestBaseline, RestFrame

#: Rests are kept apart from each other by this turn...
APART_DEG: Final = 5.0
#: ...and made of at least so many frames...
LEAST_FRAMES: Final = 5
#: ...and there are at most so many of them.
MOST_RESTS: Final = 8


def turn_between_deg(one: Pose, other: Pose) -> float:
    """The larger of the differences in yaw and pitch; a tilt in the picture hides nothing."""
    return max(abs(one.yaw_deg - other.yaw_deg), abs(one.pitch_deg - other.pitch_deg))


@dataclass(frozen=True, slots=True)
class Rests:
    """The rests that are known, the first one the most usual turn of the head."""

    known: tuple[RestBaseline, ...]

    def __post_init__(self) -> None:
        assert self.known, "a face without a rest cannot be measured"

    @classmethod
    def of(cls, frames: Iterable[RestFrame], most_frames: int) -> Self | None:
        """From frames at rest of one face at any turn; None when no turn of the head has enough of them.

        Each rest is made of at most ``most_frames``, spread over its time.
        """
        groups = sorted(_by_turn(list(frames)), key=len, reverse=True)
        enough = [group for group in groups if len(group) >= LEAST_FRAMES][:MOST_RESTS]
        return cls(tuple(RestBaseline.of(_spread(group, most_frames)) for group in enough)) if enough else None

    def nearest(self, pose: Pose) -> RestBaseline:
        """The rest that is turned most like ``pose``."""
        return min(self.known, key=lambda rest: turn_between_deg(rest.pose, pose))

    @property
    def noise_mm(self) -> dict[Movement, float]:
        """Per movement, of the rest that is the noisiest."""
        return {movement: max(rest.noise_mm[movement] for rest in self.known) for movement in Movement}


def _by_turn(frames: list[RestFrame]) -> list[list[RestFrame]]:
    """The frames, each with those turned alike: centres are chosen one after the other, each farthest from the others."""
    if not frames:
        return []
    middle = Pose(*(float(np.median([getattr(f.pose, angle) for f in frames])) for angle in Pose.__slots__))
    centres = [min(frames, key=lambda frame: turn_between_deg(frame.pose, middle))]
    while len(centres) < MOST_RESTS:
        away = [min(turn_between_deg(frame.pose, centre.pose) for centre in centres) for frame in frames]
        farthest = int(np.argmax(away))
        if away[farthest] < APART_DEG:
            break
        centres.append(frames[farthest])
    groups: list[list[RestFrame]] = [[] for _ in centres]
    for frame in frames:
        nearest = min(range(len(centres)), key=lambda i: turn_between_deg(frame.pose, centres[i].pose))
        groups[nearest].append(frame)
    return groups


def _spread(frames: list[RestFrame], most: int) -> list[RestFrame]:
    picked = np.unique(np.linspace(0, len(frames) - 1, min(len(frames), most)).round().astype(int))
    return [frames[i] for i in picked]
