"""The face at rest: what every movement is measured from, and how much a still face seems to move."""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np

from mirror.perception.displacement import lid_gap
from mirror.perception.excursion import Movement
from mirror.perception.face import Points, Pose, Side
from mirror.perception.face_cut import FaceCut
from mirror.perception.head import Vectors, on_rest, scale_to_rest, upright
from mirror.perception.landmarks import BROW, COMMISSURE
from mirror.perception.live.rest_view import RestView
from mirror.perception.look import Look
from mirror.perception.refined.frontal import Photograph
from mirror.perception.scale import mm_per_unit

#: Frames of a baseline.  At least 20 were asked for; a few more make the median steadier.
NEEDED_FRAMES: Final = 24
#: Of the frames of a baseline every so many are measured for its noise.
NOISE_EVERY: Final = 3
#: A frame farther than this from the others is a blink or a word, not rest.
STEADY_MM: Final = 1.8
#: So many unsteady frames in a row and what was collected is not what the face looks like now.
RESTLESS_FRAMES: Final = 12
#: A head turned farther than this from its rest pose hides as much as a movement shows (docs/measurement.md).
TURN_FROM_REST_DEG: Final = 12.0


@dataclass(frozen=True, slots=True)
class RestFrame:
    """What is kept of one steady frame: never the camera's whole picture, which is twenty times as much."""

    pose: Pose
    glance: Photograph
    upright: Vectors
    """The points in the head's frame."""

    @classmethod
    def of(cls, look: Look, upright: Vectors) -> Self:
        return cls(look.face.pose, look.glance, upright)


@dataclass(frozen=True, slots=True)
class RestBaseline:
    """The face at rest at one turn of the head: its mean points, one frame to look for patches of, and its noise."""

    points: Vectors
    """(478, 3) in the head's own frame."""
    mm_per_unit: float
    pose: Pose
    view: RestView
    cut: FaceCut
    """The same frame, in colour, for the refined measurement."""
    bias_mm: Mapping[Movement, tuple[float, float]]
    """What a still face seems to have moved, because the one frame of the view is not the mean of all."""
    noise_mm: Mapping[Movement, float]
    """Standard deviation of each movement's mean figure while nothing moved."""

    @classmethod
    def of(cls, frames: Sequence[RestFrame], cut: FaceCut) -> Self:
        """``cut`` is the face of the frame at :func:`middle_of` them."""
        points = np.median(np.stack([frame.upright for frame in frames]), axis=0)
        poses = [frame.pose for frame in frames]
        baseline = cls(
            points=points,
            mm_per_unit=mm_per_unit(points),
            pose=Pose(
                yaw_deg=float(np.median([pose.yaw_deg for pose in poses])),
                pitch_deg=float(np.median([pose.pitch_deg for pose in poses])),
                roll_deg=float(np.median([pose.roll_deg for pose in poses])),
            ),
            view=RestView.of(frames[middle_of(len(frames))].glance),
            cut=cut,
            bias_mm={},
            noise_mm={},
        )
        # Every third frame tells the noise as well as each, and a slow board is not kept from looking for so long.
        still = [baseline.excursions_mm(frame.glance) for frame in frames[::NOISE_EVERY]]
        return replace(
            baseline,
            bias_mm={movement: _bias_mm(still, movement) for movement in Movement},
            noise_mm={movement: _noise_mm(still, movement) for movement in Movement},
        )

    def excursions_mm(self, now: Photograph, asked: Movement | None = None) -> dict[Movement, tuple[float, float]]:
        """(left, right) for every movement, with the rigid motion of the head taken out; ``now`` is a glance at it.

        Brows, lips and nose wings are read from the image.  A movement whose side cannot be found there, for hair over
        a brow, a hand, glare, is missing from the answer: landmarks alone would draw a still side along.  ``asked`` is
        the movement that is expected.
        """
        read = self.view.excursions_mm(now, asked)
        read[Movement.EYE_CLOSURE] = self._closure_mm(now.points)
        return {
            movement: (left_mm - bias[0], right_mm - bias[1])
            for movement, (left_mm, right_mm) in read.items()
            for bias in (self.bias_mm.get(movement, (0.0, 0.0)),)
        }

    def _closure_mm(self, points: Points) -> tuple[float, float]:
        """By the lids of the mesh: its eyes are read from crops of their own, and follow each for itself."""
        scale = scale_to_rest(points, self.points)
        left, right = (
            (lid_gap(self.points, side) - scale * lid_gap(points.astype(np.float64), side)) * self.mm_per_unit
            for side in (Side.LEFT, Side.RIGHT)
        )
        return left, right

    def turned_deg(self, pose: Pose) -> float:
        """How far a pose is from rest, the larger of yaw and pitch."""
        return max(abs(pose.yaw_deg - self.pose.yaw_deg), abs(pose.pitch_deg - self.pose.pitch_deg))


def middle_of(frames: int) -> int:
    """Which of so many steady frames later ones are compared with: as far as can be from where it became steady."""
    return frames // 2


def _bias_mm(still: list[dict[Movement, tuple[float, float]]], movement: Movement) -> tuple[float, float]:
    read = [figures[movement] for figures in still if movement in figures]
    if not read:
        return 0.0, 0.0
    left, right = (statistics.median(figures[side] for figures in read) for side in (0, 1))
    return left, right


def _noise_mm(still: list[dict[Movement, tuple[float, float]]], movement: Movement) -> float:
    """The spread of a figure while nothing moved; endless where it could hardly be read, so that nothing begins."""
    read = [figures[movement] for figures in still if movement in figures]
    if 2 * len(read) < len(still):
        return math.inf
    return float(np.std([sum(figures) / 2.0 for figures in read]))


@dataclass(slots=True)
class RestCollector:
    """Collects steady frames until there are enough for a baseline."""

    _frames: list[RestFrame] = field(default_factory=list)
    _marks: list[Vectors] = field(default_factory=list)
    _cut: FaceCut | None = None
    """Of the frame in the middle, once it is there."""
    _restless: int = 0

    @property
    def steady_frames(self) -> int:
        return len(self._frames)

    def add(self, look: Look) -> RestBaseline | None:
        """One more frame; the baseline once there are enough."""
        points = look.face.points
        # The first frame is set upright by the canonical face; the others are laid on it, so that all share one frame.
        laid = on_rest(points, self._frames[0].upright) if self._frames else upright(points)
        mark = _mark_mm(laid)
        if self._marks and float(np.abs(mark - np.median(np.stack(self._marks), axis=0)).max()) > STEADY_MM:
            self._restless += 1
            if self._restless >= RESTLESS_FRAMES:
                self._forget()
            return None
        self._restless = 0
        if len(self._frames) == middle_of(NEEDED_FRAMES):
            self._cut = FaceCut.of(look.image, points, look.face.pose)
        self._frames.append(RestFrame.of(look, laid))
        self._marks.append(mark)
        if self._cut is None or len(self._frames) < NEEDED_FRAMES:
            return None
        return RestBaseline.of(self._frames, self._cut)

    def _forget(self) -> None:
        self._frames.clear()
        self._marks.clear()
        self._cut = None
        self._restless = 0


def _mark_mm(frame: Vectors) -> Vectors:
    """Brow heights, lid gaps and mouth corners in mm: what moves when a face is not at rest."""
    marks = [lid_gap(frame, side) for side in Side]
    marks += [float(frame[list(BROW[side]), 1].mean()) for side in Side]
    for side in Side:
        marks += frame[list(COMMISSURE[side]), :2].mean(axis=0).tolist()
    return np.array(marks) * mm_per_unit(frame)
