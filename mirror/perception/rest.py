"""The face at rest: what every movement is measured from, and how much a still face seems to move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np

from mirror.perception.displacement import displacements_mm, lid_gap, mm_per_unit
from mirror.perception.excursion import Movement
from mirror.perception.face import Points, Pose, Side
from mirror.perception.head import Vectors, on_rest, pose_of, upright
from mirror.perception.landmarks import BROW, COMMISSURE

#: Frames of a baseline.  At least 20 were asked for; a few more make the median steadier.
NEEDED_FRAMES: Final = 24
#: A frame farther than this from the others is a blink or a word, not rest.
STEADY_MM: Final = 1.3
#: So many unsteady frames in a row and what was collected is not what the face looks like now.
RESTLESS_FRAMES: Final = 12
#: A head turned farther than this from its rest pose hides as much as a movement shows (measurement.md: 10-12 degrees).
TURN_FROM_REST_DEG: Final = 12.0


@dataclass(frozen=True, slots=True)
class RestBaseline:
    """The mean face at rest in the head's own frame, its scale, its pose and its noise."""

    points: Vectors
    mm_per_unit: float
    pose: Pose
    noise_mm: Mapping[Movement, float]
    """Standard deviation of each movement's figure while nothing moved, the noisier side."""

    @classmethod
    def of(cls, frames: list[Vectors], poses: list[Pose]) -> Self:
        points = np.median(np.stack(frames), axis=0)
        mm = mm_per_unit(points)
        still = [displacements_mm(points, frame, mm) for frame in frames]
        return cls(
            points=points,
            mm_per_unit=mm,
            pose=Pose(
                yaw_deg=float(np.median([p.yaw_deg for p in poses])),
                pitch_deg=float(np.median([p.pitch_deg for p in poses])),
                roll_deg=float(np.median([p.roll_deg for p in poses])),
            ),
            noise_mm={m: max(float(np.std([s[m][side] for s in still])) for side in (0, 1)) for m in Movement},
        )

    def excursions_mm(self, points: Points) -> dict[Movement, tuple[float, float]]:
        """(left, right) for every movement, with the rigid motion of the head taken out."""
        return displacements_mm(self.points, on_rest(points, self.points), self.mm_per_unit)

    def turned_deg(self, pose: Pose) -> float:
        """How far a pose is from rest, the larger of yaw and pitch."""
        return max(abs(pose.yaw_deg - self.pose.yaw_deg), abs(pose.pitch_deg - self.pose.pitch_deg))


@dataclass(slots=True)
class RestCollector:
    """Collects steady frames until there are enough for a baseline."""

    _frames: list[Vectors] = field(default_factory=list)
    _poses: list[Pose] = field(default_factory=list)
    _marks: list[Vectors] = field(default_factory=list)
    _restless: int = 0

    @property
    def steady_frames(self) -> int:
        return len(self._frames)

    def add(self, points: Points) -> RestBaseline | None:
        """One more frame; the baseline once there are enough."""
        # The first frame is set upright by the canonical face; the others are laid on it, so that all share one frame.
        frame = on_rest(points, self._frames[0]) if self._frames else upright(points)
        mark = _mark_mm(frame)
        if self._marks and float(np.abs(mark - np.median(np.stack(self._marks), axis=0)).max()) > STEADY_MM:
            self._restless += 1
            if self._restless >= RESTLESS_FRAMES:
                self._forget()
            return None
        self._restless = 0
        self._frames.append(frame)
        self._poses.append(pose_of(points))
        self._marks.append(mark)
        if len(self._frames) < NEEDED_FRAMES:
            return None
        return RestBaseline.of(self._frames, self._poses)

    def _forget(self) -> None:
        self._frames.clear()
        self._poses.clear()
        self._marks.clear()
        self._restless = 0


def _mark_mm(frame: Vectors) -> Vectors:
    """Brow heights, lid gaps and mouth corners in mm: what moves when a face is not at rest."""
    marks = [lid_gap(frame, side) for side in Side]
    marks += [float(frame[list(BROW[side]), 1].mean()) for side in Side]
    for side in Side:
        marks += frame[list(COMMISSURE[side]), :2].mean(axis=0).tolist()
    return np.array(marks) * mm_per_unit(frame)
