"""The real landmark net sees the drawn person, and sees which side moves."""

import math
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pytest

from mirror.clips.expression import Expression, Half, HeadPose
from mirror.clips.look import DEMONSTRATOR, PATIENT, Look
from mirror.clips.motion import SMILE_MM
from mirror.clips.portrait import Portrait
from mirror.clips.truth import true_excursion_mm


class Tracking(Protocol):
    def track(self, image_bgr: npt.NDArray[np.uint8], t_s: float) -> npt.NDArray[np.float32] | None: ...


Points = npt.NDArray[np.float64]

# Of MediaPipe's 478 landmarks: the subject's left, then right.
BROW = ([334, 296, 293], [105, 66, 63])
CORNER = ([291], [61])
UPPER_LIP = ([269, 267, 270], [39, 37, 40])
LIDS = (([386, 385, 387], [374, 380, 373]), ([159, 158, 160], [145, 153, 144]))
EYES = ([362, 263], [133, 33])


class Watcher:
    """Tracks one still portrait; each look lasts long enough for the net's own smoothing to settle."""

    def __init__(self, tracker: Tracking, look: Look, width: int = 480, height: int = 640) -> None:
        self._tracker, self._portrait, self._t = tracker, Portrait(width, height, look), 0.0

    def look(self, face: Expression) -> Points | None:
        """(478, 2) landmarks in mm of the face's own frame, x to the image's right; None if no face is seen."""
        picture = self._portrait.draw(face)
        points = None
        for _ in range(6):
            self._t += 0.05
            points = self._tracker.track(picture, self._t)
        if points is None:
            return None
        p = points[:, :2].astype(float)
        left, right = p[EYES[0]].mean(0), p[EYES[1]].mean(0)
        across = left - right
        turn = -math.atan2(across[1], across[0])
        c, s = math.cos(turn), math.sin(turn)
        centred = (p - (left + right) / 2) * (63.0 / math.hypot(*across))
        result: Points = centred @ np.array([[c, s], [-s, c]])
        return result


def moved_mm(rest: Points, now: Points, movement: str) -> tuple[float, float]:
    """How far plain landmarks went on the left and the right, in the sense of the true excursion."""

    def travel(points: list[int]) -> npt.NDArray[np.float64]:
        result: npt.NDArray[np.float64] = (now[points] - rest[points]).mean(0)
        return result

    def opening(points: Points, side: int) -> float:
        upper, lower = LIDS[side]
        return float((points[lower, 1] - points[upper, 1]).mean())

    both: list[float] = []
    for side, outwards in ((0, 1), (1, -1)):
        match movement:
            case "brow_raise":
                both.append(-travel(BROW[side])[1])
            case "eye_closure":
                both.append(opening(rest, side) - opening(now, side))
            case "smile":
                dx, dy = travel(CORNER[side])
                both.append((dx * outwards * SMILE_MM[0] + dy * SMILE_MM[1]) / math.hypot(*SMILE_MM))
            case "snarl":
                both.append(-travel(UPPER_LIP[side])[1])
            case "pucker":
                both.append(-travel(CORNER[side])[0] * outwards)
    return both[0], both[1]


@pytest.mark.parametrize("look", [PATIENT, DEMONSTRATOR], ids=["patient", "demonstrator"])
@pytest.mark.parametrize("movement", ["brow_raise", "eye_closure", "smile", "snarl", "pucker"])
def test_the_net_sees_each_side_move_alone(tracker: Tracking, look: Look, movement: str) -> None:
    """The moving side travels at least a third of the truth and clearly more than the still side.

    Plain landmarks are known to lean towards symmetry; what is tested is the drawing, so the bounds are wide.
    """
    watcher = Watcher(tracker, look)
    rest = watcher.look(Expression())
    assert rest is not None
    for side in ("left", "right"):
        half = Half(**{movement: 0.6})
        face = Expression(left=half) if side == "left" else Expression(right=half)
        now = watcher.look(face)
        assert now is not None
        true = true_excursion_mm(face, movement)
        seen = moved_mm(rest, now, movement)
        moving, still = (0, 1) if side == "left" else (1, 0)
        assert 0.33 < seen[moving] / true[moving] < 1.5
        assert seen[still] < 0.75 * seen[moving]


@pytest.mark.parametrize("movement", ["frown", "cheek_puff", "eee", "droop"])
def test_the_net_keeps_the_face_in_every_other_shape(tracker: Tracking, movement: str) -> None:
    """Full size, on either side and both."""
    watcher = Watcher(tracker, PATIENT)
    half = Half(**{movement: 1.0})
    for face in (Expression(left=half), Expression(right=half), Expression(half, half, teeth=1.0), Expression(jaw=1.0)):
        assert watcher.look(face) is not None


@pytest.mark.parametrize(("width", "height"), [(480, 640), (640, 480), (1280, 720)])
def test_the_net_finds_the_face_wherever_it_is(tracker: Tracking, width: int, height: int) -> None:
    """Near and far, tilted and beside the middle, with closed eyes too."""
    watcher = Watcher(tracker, PATIENT, width, height)
    for scale in (0.6, 1.0, 1.3):
        for roll_deg in (-20.0, 0.0, 20.0):
            face = Expression.both(eye_closure=1.0 if roll_deg else 0.0)
            assert watcher.look(face.posed(HeadPose(0.06, -0.03, scale, roll_deg))) is not None
