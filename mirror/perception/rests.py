"""Several faces at rest, one per turn of the head: a movement is measured from the one that is turned most alike.

Even with the head's position taken out, a turned head shows other parts of itself; from a rest that is turned alike,
the same is hidden in both (docs/measurement.md).
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Face, Pose, Unseen
from mirror.perception.look import Look
from mirror.perception.quality import FAR_PX
from mirror.perception.rest import TURN_FROM_REST_DEG, RestBaseline

#: Rests are kept apart from each other by this turn...
APART_DEG: Final = 5.0
#: ...and made of at least so many frames...
LEAST_FRAMES: Final = 5
#: ...and there are at most so many of them.
MOST_RESTS: Final = 6
#: Eye distance from which more pixels add nothing: the net sees a face of 192 to 256 px.
FULL_SIZE_PX: Final = 90.0


def turn_between_deg(one: Pose, other: Pose) -> float:
    """The larger of the differences in yaw and pitch; a tilt in the picture hides nothing."""
    return max(abs(one.yaw_deg - other.yaw_deg), abs(one.pitch_deg - other.pitch_deg))


@dataclass(frozen=True, slots=True)
class Rests:
    """The rests that are known, the first one the most usual turn of the head."""

    known: tuple[RestBaseline, ...]

    def __post_init__(self) -> None:
        assert self.known, "a face without a rest cannot be measured"

    def nearest(self, pose: Pose) -> RestBaseline:
        """The rest that is turned most like ``pose``."""
        return min(self.known, key=lambda rest: turn_between_deg(rest.pose, pose))

    def measure(self, look: Look, asked: Movement | None) -> dict[Movement, Excursion] | Unseen:
        """How far each side has moved in every movement that can be read, or why none can.

        ``asked`` is the movement that is expected.
        """
        rest = self.nearest(look.face.pose)
        turned_deg = rest.turned_deg(look.face.pose)
        if turned_deg > TURN_FROM_REST_DEG:
            return Unseen.TURNED
        confidence = _confidence(look.face, turned_deg)
        read = rest.excursions_mm(look.glance, asked)
        return {movement: Excursion(left_mm, right_mm, confidence) for movement, (left_mm, right_mm) in read.items()}

    @property
    def noise_mm(self) -> dict[Movement, float]:
        """Per movement, of the rest that is the noisiest."""
        return {movement: max(rest.noise_mm[movement] for rest in self.known) for movement in Movement}


def _confidence(face: Face, turned_deg: float) -> float:
    """How far a frame can be trusted, 0..1: full size and unturned is 1; at a gate it is one half."""
    size = min(1.0, (face.quality.eye_distance_px - FAR_PX) / (FULL_SIZE_PX - FAR_PX))
    turn = 1.0 - turned_deg / TURN_FROM_REST_DEG
    return (0.5 + 0.5 * max(0.0, size)) * (0.5 + 0.5 * max(0.0, turn))


def by_turn(poses: Sequence[Pose]) -> list[list[int]]:
    """The poses in groups that are turned alike, as indices, the largest group first; small groups are left out.

    Centres are chosen one after the other, the first in the middle and each further one farthest from the others.
    """
    if not poses:
        return []
    middle = Pose(*(statistics.median(getattr(pose, angle) for pose in poses) for angle in Pose.__slots__))
    centres = [min(poses, key=lambda pose: turn_between_deg(pose, middle))]
    while len(centres) < MOST_RESTS:
        away = [min(turn_between_deg(pose, centre) for centre in centres) for pose in poses]
        farthest = max(range(len(poses)), key=away.__getitem__)
        if away[farthest] < APART_DEG:
            break
        centres.append(poses[farthest])
    groups: list[list[int]] = [[] for _ in centres]
    for index, pose in enumerate(poses):
        groups[min(range(len(centres)), key=lambda i: turn_between_deg(pose, centres[i]))].append(index)
    return sorted((group for group in groups if len(group) >= LEAST_FRAMES), key=len, reverse=True)
