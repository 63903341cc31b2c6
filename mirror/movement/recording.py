"""Repetitions in a recording: rest is found in the film itself, then it is followed like a live movement.

Two passes over the frames, so that a film of any length fits into memory: the first finds the points of the face and
learns what this face looks like at rest, the second reads every frame against that rest.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from mirror.movement.repetition import ONSET_MM, Released, Repetition, RepetitionFollower
from mirror.perception.displacement import level_mm, mm_per_unit
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Image, Points, Unseen
from mirror.perception.head import pose_of, upright
from mirror.perception.perceiver import PointTracker
from mirror.perception.quality import assess, fault_of
from mirror.perception.rest import NEEDED_FRAMES, TURN_FROM_REST_DEG, RestFrame
from mirror.perception.rests import Rests

Signal = npt.NDArray[np.float64]
"""(n,) one figure per frame, not-a-number where there is none."""
Frames = Callable[[], Iterable[tuple[Image, float]]]
"""Gives the frames of the film from its beginning, each with its second; called twice."""

#: Rest is what lies in this lowest part of the range a movement covers in the film.
REST_PART: Final = 0.25
#: A face at rest does not drift faster than this.
REST_SPEED_MM_S: Final = 6.0
#: Frames of the running median before rest is looked for.
SMOOTH_FRAMES: Final = 5


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What one frame showed."""

    t_s: float
    points: Points | None
    fault: Unseen | None


@dataclass(frozen=True, slots=True)
class Recording:
    """A film, understood.  ``excursions`` belongs to the frames that could be measured."""

    glimpses: tuple[Glimpse, ...]
    rests: Rests | None
    excursions: tuple[tuple[float, Excursion], ...]
    repetitions: tuple[Repetition, ...]

    @property
    def duration_s(self) -> float:
        return self.glimpses[-1].t_s - self.glimpses[0].t_s if self.glimpses else 0.0

    @property
    def absent_s(self) -> float:
        """How long no face was in view."""
        steps = zip(self.glimpses, self.glimpses[1:], strict=False)
        return sum(after.t_s - before.t_s for before, after in steps if before.points is None)


def analyse(frames: Frames, tracker: PointTracker, movement: Movement) -> Recording:
    """All repetitions of one movement in a film."""
    glimpses = tuple(_glimpse(tracker, image, t_s) for image, t_s in frames())
    first = _rests(frames, glimpses, calm_frames(glimpses, _level_by_points(glimpses, movement), movement))
    if first is None:
        return Recording(glimpses, None, (), ())
    # One rest for all turns of the head: taken for itself, a turn at which the face was never at rest would pass for one.
    usual = Rests(first.known[:1])
    again = calm_frames(glimpses, _level(glimpses, tuple(_read(frames, glimpses, usual, movement))), movement)
    rests = _rests(frames, glimpses, again) or first
    read = tuple(_read(frames, glimpses, rests, movement))
    return Recording(glimpses, rests, read, tuple(_repetitions(read, movement, rests.noise_mm[movement])))


def _glimpse(tracker: PointTracker, image: Image, t_s: float) -> Glimpse:
    points = tracker.track(image, t_s)
    if points is None:
        return Glimpse(t_s, None, Unseen.NO_FACE)
    height_px, width_px = image.shape[:2]
    return Glimpse(t_s, points, fault_of(assess(image, points), pose_of(points), width_px, height_px))


def calm_frames(glimpses: tuple[Glimpse, ...], level: Signal, movement: Movement) -> set[int]:
    """Which frames show the face at rest: low in the range that the movement covers, and not on its way."""
    seen = ~np.isnan(level)
    if not seen.any():
        return set()
    level = _smooth(level)
    low, high = np.nanpercentile(level, [5, 95])
    bound = high if high - low < ONSET_MM[movement] else low + REST_PART * (high - low)
    times = np.array([glimpse.t_s for glimpse in glimpses])
    speed = np.abs(np.gradient(np.nan_to_num(level, nan=high), times))
    return {int(i) for i in np.flatnonzero(seen & (level <= bound) & (speed <= REST_SPEED_MM_S))}


def _smooth(level: Signal) -> Signal:
    """The running median over ``SMOOTH_FRAMES``: one noisy frame is no movement and no rest."""
    reach = SMOOTH_FRAMES // 2
    padded = np.pad(level, reach, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, SMOOTH_FRAMES)
    unseen = np.isnan(windows).all(axis=1)
    return np.where(unseen | np.isnan(level), np.nan, np.nanmedian(np.where(unseen[:, None], 0.0, windows), axis=1))


def _level(glimpses: tuple[Glimpse, ...], read: tuple[tuple[float, Excursion], ...]) -> Signal:
    """How far the movement is along in each frame, both sides together."""
    known = {t_s: excursion.left_mm + excursion.right_mm for t_s, excursion in read}
    return np.array([known.get(glimpse.t_s, math.nan) for glimpse in glimpses])


def _level_by_points(glimpses: tuple[Glimpse, ...], movement: Movement) -> Signal:
    """How far the movement seems to be along in each frame, by points alone: good enough to tell rest from movement."""
    laid = [None if g.points is None or g.fault is not None else upright(g.points) for g in glimpses]
    known = [points for points in laid if points is not None]
    if not known:
        return np.full(len(laid), np.nan)
    middle = np.median(np.stack(known[:: max(1, len(known) // 200)]), axis=0)
    mm = mm_per_unit(middle)
    return np.array(
        [np.nan if p is None else level_mm(middle, p, mm, movement) for p in laid]
    )


def _rests(frames: Frames, glimpses: tuple[Glimpse, ...], calm: set[int]) -> Rests | None:
    kept = [
        RestFrame(image.copy(), glimpse.points, upright(glimpse.points), pose_of(glimpse.points))
        for index, (glimpse, (image, _)) in enumerate(zip(glimpses, frames(), strict=True))
        if index in calm and glimpse.points is not None
    ]
    return Rests.of(kept, NEEDED_FRAMES)


def _read(
    frames: Frames, glimpses: tuple[Glimpse, ...], rests: Rests, movement: Movement
) -> Iterable[tuple[float, Excursion]]:
    """Every frame that can be measured against rest."""
    for glimpse, (image, t_s) in zip(glimpses, frames(), strict=True):
        if glimpse.points is None or glimpse.fault is not None:
            continue
        pose = pose_of(glimpse.points)
        rest = rests.nearest(pose)
        if rest.turned_deg(pose) > TURN_FROM_REST_DEG:
            continue
        sides = rest.excursions_mm(image, glimpse.points, movement).get(movement)
        if sides is not None:
            yield t_s, Excursion(*sides, 1.0)


def _repetitions(
    read: tuple[tuple[float, Excursion], ...], movement: Movement, noise_mm: float
) -> Iterable[Repetition]:
    follower = RepetitionFollower(movement, noise_mm)
    for t_s, excursion in read:
        event = follower.step(excursion, t_s)
        if isinstance(event, Released):
            yield event.repetition
