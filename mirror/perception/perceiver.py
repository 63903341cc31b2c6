"""Frames in, observations out.  Owned by one thread; the only holder of the tracker and of the rest baseline."""

from typing import Final, Protocol

from mirror.perception.excursion import Excursion
from mirror.perception.face import Face, Image, Points, Unseen
from mirror.perception.head import pose_of
from mirror.perception.observation import Attention, Observation, Rest
from mirror.perception.quality import FAR_PX, assess, fault_of
from mirror.perception.rest import NEEDED_FRAMES, TURN_FROM_REST_DEG, RestBaseline, RestCollector

#: Eye distance from which more pixels add nothing: the net sees a face of 192 to 256 px.
FULL_SIZE_PX: Final = 90.0


class PointTracker(Protocol):
    """What follows the points of one face from frame to frame."""

    model: str

    def track(self, image_bgr: Image, t_s: float) -> Points | None: ...

    def close(self) -> None: ...


class Perceiver:
    """Turns each frame into an observation."""

    def __init__(self, tracker: PointTracker) -> None:
        self._tracker = tracker
        self._round = 0
        self._collector = RestCollector()
        self._baseline: RestBaseline | None = None

    @property
    def model(self) -> str:
        return self._tracker.model

    def forget(self) -> None:
        """Let go of the face at rest and of every picture of it; a new rest round is needed afterwards."""
        self._baseline, self._collector = None, RestCollector()

    def see(self, image: Image, t_s: float, attention: Attention) -> Observation:
        """One frame later.  ``image`` is unmirrored; ``t_s`` is when its light fell in."""
        if attention.rest_round != self._round:
            self._round = attention.rest_round
            self.forget()
        points = self._tracker.track(image, t_s)
        if points is None:
            return Observation(t_s=t_s, face=None, fault=Unseen.NO_FACE, rest=self._rest())
        face = self._face(image, points)
        if face.fault is None and attention.resting and self._baseline is None:
            self._baseline = self._collector.add(image, points, face.pose)
            if self._baseline is not None:
                self._collector = RestCollector()
        if face.fault is not None or self._baseline is None:
            return Observation(t_s=t_s, face=face, fault=face.fault, rest=self._rest())
        turned_deg = self._baseline.turned_deg(face.pose)
        if turned_deg > TURN_FROM_REST_DEG:
            return Observation(t_s=t_s, face=face, fault=Unseen.TURNED, rest=self._rest())
        confidence = _confidence(face, turned_deg)
        excursions = {
            movement: Excursion(left, right, confidence)
            for movement, (left, right) in self._baseline.excursions_mm(image, points).items()
        }
        return Observation(t_s, face, None, self._rest(), excursions, self._baseline.noise_mm)

    def _face(self, image: Image, points: Points) -> Face:
        height_px, width_px = image.shape[:2]
        pose, quality = pose_of(points), assess(image, points)
        fault = fault_of(quality, pose, width_px, height_px)
        return Face(points, width_px, height_px, pose, quality, fault)

    def _rest(self) -> Rest:
        steady = NEEDED_FRAMES if self._baseline is not None else self._collector.steady_frames
        return Rest(self._round, steady, NEEDED_FRAMES)


def _confidence(face: Face, turned_deg: float) -> float:
    """How far this frame can be trusted, 0..1: full size and unturned is 1; at a gate it is one half."""
    size = min(1.0, (face.quality.eye_distance_px - FAR_PX) / (FULL_SIZE_PX - FAR_PX))
    turn = 1.0 - turned_deg / TURN_FROM_REST_DEG
    return (0.5 + 0.5 * max(0.0, size)) * (0.5 + 0.5 * max(0.0, turn))
