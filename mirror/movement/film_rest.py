"""Which frames of a film show the face at rest, when nobody has said so.

A film is read against itself: where a movement is low in the range that it covers, and not on its way, the face rests.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from mirror.perception.displacement import level_mm, lid_gap
from mirror.perception.excursion import ONSET_MM, Movement
from mirror.perception.face import Face, Side
from mirror.perception.head import upright
from mirror.perception.rests import by_turn
from mirror.perception.scale import mm_per_unit

Signal = npt.NDArray[np.float64]
"""(n,) one figure per frame, not-a-number where there is none."""

#: Rest is what lies in this lowest part of the range a movement covers in the film.
REST_PART: Final = 0.25
#: A face at rest does not drift faster than this.
REST_SPEED_MM_S: Final = 6.0
#: How long the running median is that is taken first: one noisy frame is no movement and no rest.
SMOOTH_S: Final = 0.33
#: Lids nearer together than this part of their usual distance at rest are on their way through a blink.
BLINK: Final = 0.75
#: Most frames that a rest is made of: they are held in memory together.
FRAMES_OF_A_REST: Final = 12
#: Faces whose middle is taken for the mesh that the points are held against.
_OF_THE_MIDDLE: Final = 200


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What one frame of a film showed."""

    t_s: float
    face: Face | None

    @property
    def good(self) -> Face | None:
        """The face, if it can be measured."""
        return self.face if self.face is not None and self.face.fault is None else None


def level_by_points(glimpses: Sequence[Glimpse], movement: Movement) -> Signal:
    """How far the movement seems to be along in each frame, by points alone: good enough to tell rest from movement."""
    good = [glimpse.good for glimpse in glimpses]
    known = [face for face in good if face is not None]
    if not known:
        return np.full(len(good), np.nan)
    # Laid upright once for the middle and once for the level: kept for a long film they would take more than it all.
    some = known[:: max(1, len(known) // _OF_THE_MIDDLE)]
    middle = np.median(np.stack([upright(face.points) for face in some]), axis=0)
    mm = mm_per_unit(middle)
    return np.array(
        [math.nan if face is None else level_mm(middle, upright(face.points), mm, movement) for face in good]
    )


def calm_groups(glimpses: Sequence[Glimpse], level: Signal, movement: Movement) -> list[list[int]]:
    """The frames at rest, as indices: a group per turn of the head, the most usual one first, few of each."""
    calm = _calm(glimpses, level, movement)
    poses = [face.pose for i in calm if (face := glimpses[i].face) is not None]
    return [[calm[i] for i in _spread(group)] for group in by_turn(poses)]


def _calm(glimpses: Sequence[Glimpse], level: Signal, movement: Movement) -> list[int]:
    seen = ~np.isnan(level)
    if seen.sum() < 2:
        return []
    times = np.array([glimpse.t_s for glimpse in glimpses])
    smooth = _smooth(level, float(np.median(np.diff(times))))
    low, high = np.nanpercentile(smooth, [5, 95])
    bound = high if high - low < ONSET_MM[movement] else low + REST_PART * (high - low)
    speed = np.abs(np.gradient(np.nan_to_num(smooth, nan=high), times))
    calm = [int(i) for i in np.flatnonzero(seen & (smooth <= bound) & (speed <= REST_SPEED_MM_S))]
    return _without_blinks(glimpses, calm)


def _without_blinks(glimpses: Sequence[Glimpse], calm: list[int]) -> list[int]:
    """Those whose eyes are about as open as they usually are."""
    gaps = [min(lid_gap(upright(face.points), side) for side in Side) for i in calm if (face := glimpses[i].face)]
    usual = float(np.median(gaps)) if gaps else 0.0
    return [i for i, gap in zip(calm, gaps, strict=True) if gap >= BLINK * usual]


def _smooth(level: Signal, period_s: float) -> Signal:
    """The running median; not-a-number where the level is."""
    reach = max(1, round(SMOOTH_S / period_s / 2.0))
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(level, reach, mode="edge"), 2 * reach + 1)
    smooth = np.full(len(level), np.nan)
    seen = ~np.isnan(level)
    smooth[seen] = np.nanmedian(windows[seen], axis=1)
    return smooth


def _spread(group: list[int]) -> list[int]:
    """As many of a group as a rest is made of, spread over the film."""
    picked = np.unique(np.linspace(0, len(group) - 1, min(len(group), FRAMES_OF_A_REST)).round().astype(int))
    return [group[i] for i in picked]
