"""Repetitions in a recording: rest is found in the film itself, then the film is followed like a live movement.

The film is gone through several times, so that its pictures need not be kept (of a frame only its points are): to
find the points of the face, to learn what this face looks like at rest, to read every frame against that rest, and to
fetch a few moments of each hold for the refined figure.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from mirror.movement.asked import AskedFollower
from mirror.movement.film_rest import Glimpse, Signal, calm_groups, level_by_points
from mirror.movement.repetition import Released, Repetition
from mirror.perception.co_movement import CoMovement
from mirror.perception.excursion import Movement
from mirror.perception.face import Image
from mirror.perception.face_cut import FaceCut, Moment
from mirror.perception.head import upright
from mirror.perception.look import Look
from mirror.perception.observation import Observation, Rest
from mirror.perception.perceiver import PointTracker
from mirror.perception.refined.hold import HoldReader, moments_at
from mirror.perception.refined.pair import MEASURED, PairReading
from mirror.perception.rest import RestBaseline, RestFrame, middle_of
from mirror.perception.rests import Rests

Frames = Callable[[], Iterable[tuple[Image, float]]]
"""Gives the frames of the film from its beginning, each with its second; called several times."""

#: A film's rest is known before its frames are read.
KNOWN: Final = Rest(round=0, steady_frames=1, needed_frames=1)


@dataclass(frozen=True, slots=True)
class RecordedRepetition:
    """A repetition, when it was and what it came to."""

    followed: Repetition
    """As the light path saw it."""
    reading: PairReading
    """What is reported: the refined figure where the movement has one."""
    co_movement: CoMovement | None
    """What the quiet regions did meanwhile; None when that is not read."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A film, understood."""

    glimpses: tuple[Glimpse, ...]
    rests: Rests | None
    """The face at rest; None when it was never to be seen so."""
    repetitions: tuple[RecordedRepetition, ...]
    unfinished_s: float | None = None
    """When a movement began that the film does not show the end of; it is no repetition."""

    @property
    def period_s(self) -> float:
        times = [glimpse.t_s for glimpse in self.glimpses]
        return float(np.median(np.diff(times))) if len(times) > 1 else 0.0

    @property
    def duration_s(self) -> float:
        return self.glimpses[-1].t_s - self.glimpses[0].t_s + self.period_s if self.glimpses else 0.0

    @property
    def absent_s(self) -> float:
        """How long no face was in view."""
        return self.period_s * sum(glimpse.face is None for glimpse in self.glimpses)


def analyse(frames: Frames, film: PointTracker, stills: HoldReader, movement: Movement) -> Recording:
    """All repetitions of one movement in a film.  ``film`` follows a face; ``stills`` reads single pictures."""
    glimpses = tuple(_glimpse(film, image, t_s) for image, t_s in frames())
    first = _rests(frames, glimpses, calm_groups(glimpses, level_by_points(glimpses, movement), movement))
    if first is None:
        return Recording(glimpses, None, ())
    # One rest for all turns of the head: taken for itself, a turn at which the face never rested would pass for rest.
    level = _level(glimpses, _read(frames, glimpses, Rests(first.known[:1]), movement), movement)
    rests = _rests(frames, glimpses, calm_groups(glimpses, level, movement)) or first
    follower = AskedFollower(movement, rests.noise_mm[movement])
    followed = tuple(_repetitions(_read(frames, glimpses, rests, movement), follower))
    moments = _moments(frames, glimpses, rests, followed)
    recorded = tuple(_recorded(one, moments, stills) for one in followed)
    return Recording(glimpses, rests, recorded, follower.begun_s)


def _glimpse(film: PointTracker, image: Image, t_s: float) -> Glimpse:
    points = film.track(image, t_s)
    return Glimpse(t_s, None if points is None else Look.at(image, points).face)


def _level(glimpses: Sequence[Glimpse], read: Iterable[Observation], movement: Movement) -> Signal:
    """How far the movement is along in each frame, both sides together."""
    known = {observation.t_s: observation.excursions[movement].mean_mm for observation in read}
    return np.array([known.get(glimpse.t_s, math.nan) for glimpse in glimpses])


def _rests(frames: Frames, glimpses: Sequence[Glimpse], groups: list[list[int]]) -> Rests | None:
    wanted = {index for group in groups for index in group}
    middles = {group[middle_of(len(group))] for group in groups}
    kept: dict[int, RestFrame] = {}
    cuts: dict[int, FaceCut] = {}
    for index, (image, _) in enumerate(frames() if wanted else ()):
        face = glimpses[index].face
        if index in wanted and face is not None:
            kept[index] = RestFrame.of(Look.again(image, face), upright(face.points))
            if index in middles:
                cuts[index] = FaceCut.of(image, face.points, face.pose)
    if not groups:
        return None
    known = (RestBaseline.of([kept[i] for i in group], cuts[group[middle_of(len(group))]]) for group in groups)
    return Rests(tuple(known))


def _read(frames: Frames, glimpses: Sequence[Glimpse], rests: Rests, movement: Movement) -> Iterator[Observation]:
    """Every frame in which the movement can be measured against rest."""
    for glimpse, (image, t_s) in zip(glimpses, frames(), strict=True):
        read = None if glimpse.good is None else rests.measure(Look.again(image, glimpse.good), movement)
        if isinstance(read, dict) and movement in read:
            yield Observation(t_s, glimpse.good, None, KNOWN, read)


def _repetitions(read: Iterable[Observation], follower: AskedFollower) -> Iterator[Repetition]:
    """Those of the movement that was asked for: talking and other movements are none."""
    for observation in read:
        event = follower.step(observation)
        if isinstance(event, Released):
            yield event.repetition


def _moments(
    frames: Frames, glimpses: Sequence[Glimpse], rests: Rests, followed: Sequence[Repetition]
) -> dict[float, Moment]:
    """The moments of every hold that are read, by their second."""
    good = [glimpse.t_s for glimpse in glimpses if glimpse.good is not None]
    wanted = {t_s for one in followed for t_s in moments_at(good, one.hold_start_s, one.hold_end_s)}
    found: dict[float, Moment] = {}
    for glimpse, (image, t_s) in zip(glimpses, frames() if wanted else (), strict=False):
        face = glimpse.good
        if t_s in wanted and face is not None:
            found[t_s] = Moment(rests.nearest(face.pose).cut, FaceCut.of(image, face.points, face.pose))
    return found


def _recorded(one: Repetition, moments: dict[float, Moment], stills: HoldReader) -> RecordedRepetition:
    if one.movement not in MEASURED:
        return RecordedRepetition(one, PairReading(one.excursion, None), None)
    hold = [moments[t_s] for t_s in moments_at(list(moments), one.hold_start_s, one.hold_end_s)]
    found = stills.read(hold, one.movement)
    return RecordedRepetition(one, found.reading, found.co_movement)
