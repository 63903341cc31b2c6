"""Frames in, observations out.  Owned by one thread; the only holder of the tracker and of the rest baseline."""

import math
from typing import Final, Protocol

from mirror.perception.face import Image, Points, Unseen
from mirror.perception.face_cut import FaceCut, Moment
from mirror.perception.look import Look
from mirror.perception.observation import Attention, Observation, Rest
from mirror.perception.rest import NEEDED_FRAMES, RestCollector
from mirror.perception.rests import Rests
from mirror.perception.turned_rest import TurnedRestCollector

#: A moment for the refined reading is cut out this often: several in the shortest hold that counts.
MOMENT_EVERY_S: Final = 0.15


class PointTracker(Protocol):
    """What follows the points of one face from frame to frame."""

    @property
    def model(self) -> str: ...

    def track(self, image_bgr: Image, t_s: float) -> Points | None: ...

    def close(self) -> None: ...


class Perceiver:
    """Turns each frame into an observation."""

    def __init__(self, tracker: PointTracker) -> None:
        self._tracker = tracker
        self._round = 0
        self._collector = RestCollector()
        self._turned = TurnedRestCollector()
        self._rests: Rests | None = None
        self._moment_s = -math.inf

    @property
    def model(self) -> str:
        return self._tracker.model

    def forget(self) -> None:
        """Let go of the face at rest and of every picture of it; a new rest round is needed afterwards."""
        self._rests, self._collector, self._turned = None, RestCollector(), TurnedRestCollector()

    def see(self, image: Image, t_s: float, attention: Attention) -> Observation:
        """One frame later.  ``image`` is unmirrored; ``t_s`` is when its light fell in."""
        if attention.rest_round != self._round:
            self._round = attention.rest_round
            self.forget()
        points = self._tracker.track(image, t_s)
        if points is None:
            return Observation(t_s=t_s, face=None, fault=Unseen.NO_FACE, rest=self._rest())
        look = Look.at(image, points)
        face = look.face
        if face.fault is None and attention.resting and self._rests is None:
            self._collect(look)
        if face.fault is not None or self._rests is None:
            return Observation(t_s=t_s, face=face, fault=face.fault, rest=self._rest())
        read = self._rests.measure(look, attention.asked)
        if isinstance(read, Unseen):
            return Observation(t_s=t_s, face=face, fault=read, rest=self._rest())
        if attention.between:
            self._rests = self._turned.add(look, read, self._rests) or self._rests
        excursions = {movement: excursion for movement, excursion in read.items() if excursion.believable}
        moment = self._moment(look, t_s) if attention.asked is not None else None
        return Observation(t_s, face, None, self._rest(), excursions, self._rests.noise_mm, moment)

    def _moment(self, look: Look, t_s: float) -> Moment | None:
        """The face as it is now and the rest turned most like it; None just after another one."""
        if self._rests is None or t_s - self._moment_s < MOMENT_EVERY_S:
            return None
        self._moment_s = t_s
        pose = look.face.pose
        return Moment(self._rests.nearest(pose).cut, FaceCut.of(look.image, look.face.points, pose))

    def _collect(self, look: Look) -> None:
        baseline = self._collector.add(look)
        if baseline is not None:
            self._rests, self._collector = Rests((baseline,)), RestCollector()

    def _rest(self) -> Rest:
        steady = NEEDED_FRAMES if self._rests is not None else self._collector.steady_frames
        return Rest(self._round, steady, NEEDED_FRAMES)
