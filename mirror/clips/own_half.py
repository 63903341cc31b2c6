"""The patient's own healthy half, moving, as the demonstration of an exercise: mirrored, at half speed, on black."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from mirror.clips.body import fading
from mirror.clips.choreography import FACE_LOWER, FACE_SCALE, ease
from mirror.clips.drawn import FPS, HEIGHT, WIDTH
from mirror.clips.portrait import on_the_face
from mirror.clips.sheet import Floats, single, smoothstep
from mirror.clips.twice import EYES_Y, OUTER_LEFT, OUTER_RIGHT, made_twice, midline, times_of
from mirror.perception.face import Image, Points, Side
from mirror.problem import Problem

#: So many times slower than it was done: slow and small is what brings movement back (ImproveFP).
SLOWER: Final = 2.0
SHORTEST_S: Final = 1.5
LONGEST_S: Final = 12.0
#: A longer time without a face cannot be filled in.
LONGEST_GAP_S: Final = 0.5
_LOOP_S: Final = 1.0
#: How far around a moment the face's place is averaged, so that the seam neither trembles nor lags.
_AVERAGED_S: Final = 0.12


@dataclass(frozen=True, slots=True)
class Sight:
    """The face at one time of the repetition: the unmirrored camera image and the points found in it."""

    t_s: float
    image: Image
    points: Points


def own_half_frames(repetition: Sequence[Sight], healthy: Side) -> Iterator[Image]:
    """The pictures (``HEIGHT``, ``WIDTH``, 3) of one loop at ``FPS``, blue, green, red.

    ``repetition`` runs from rest to rest, in order of time.  Raises Problem when it is too short or too long, or the
    face was away for a while.
    """
    _check(repetition)
    return _film(repetition, healthy)


def _check(repetition: Sequence[Sight]) -> None:
    lasted = repetition[-1].t_s - repetition[0].t_s if repetition else 0.0
    if not SHORTEST_S <= lasted <= LONGEST_S:
        raise Problem(
            f"The repetition lasted {lasted:.1f} s; a demonstration is made of one that lasts {SHORTEST_S:g} to"
            f" {LONGEST_S:g} s."
        )
    steps = np.diff([one.t_s for one in repetition])
    if not 0.0 < steps.min() <= steps.max() <= LONGEST_GAP_S:
        raise Problem(
            f"The face was away for {steps.max():.1f} s of the repetition; do one with the face in view throughout."
        )


def _film(repetition: Sequence[Sight], healthy: Side) -> Iterator[Image]:
    begun_s = repetition[0].t_s
    at_s = [(one.t_s - begun_s) * SLOWER for one in repetition]
    panels = _panels(repetition, healthy)
    before, after = next(panels), next(panels)
    between = _Between(before, after)
    first, number = before, 0
    count = round(at_s[-1] * FPS)
    for frame in range(count):
        now_s = frame / FPS
        while now_s >= at_s[number + 1]:
            number += 1
            before, after = after, next(panels)
            between = _Between(before, after)
        picture = between.at((now_s - at_s[number]) / (at_s[number + 1] - at_s[number]))
        back = ease((now_s - (count / FPS - _LOOP_S)) / _LOOP_S)
        yield cv2.addWeighted(picture, 1.0 - back, first, back, 0.0).astype(np.uint8) if back > 0 else picture


def _panels(repetition: Sequence[Sight], healthy: Side) -> Iterator[Image]:
    """The pictures of the repetition, made of one half, all at one size, sunk into black."""
    size = (WIDTH, HEIGHT)
    t = np.array([one.t_s for one in repetition])
    corners = np.array([one.points[[OUTER_RIGHT, OUTER_LEFT], :2] for one in repetition], dtype=np.float64)
    eye_px = float(np.median(np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1)))
    axes = _averaged(t, np.array([midline(one.points) for one in repetition]))
    eyes_y = _averaged(t, corners.mean(axis=1)[:, 1:])[:, 0]
    light = _light()
    for one, axis, y in zip(repetition, axes, eyes_y, strict=True):
        times = times_of(eye_px, size, one.image)
        panel = made_twice(one.image, axis, y - EYES_Y * HEIGHT * times, times, size, healthy)
        yield cv2.multiply(panel, light, dtype=cv2.CV_8U).astype(np.uint8, copy=False)


def _averaged(t: npt.NDArray[np.float64], values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(n, k) values seen with a Gaussian window over time, forwards and backwards alike."""
    weight = np.exp(-0.5 * ((t[:, None] - t[None]) / _AVERAGED_S) ** 2)
    result: npt.NDArray[np.float64] = weight @ values / weight.sum(axis=1, keepdims=True)
    return result


@lru_cache(maxsize=1)
def _light() -> Floats:
    """(HEIGHT, WIDTH, 3) the fading of the drawn films, for screen values, and towards the upper edge besides.

    There the drawn ground is black, and a room is not.
    """
    x, y = on_the_face(WIDTH, HEIGHT, FACE_SCALE, FACE_LOWER)
    light = single((fading(x, y) * smoothstep(-131, -102, y)) ** (1 / 2.2))
    return np.dstack([light] * 3)


@lru_cache(maxsize=1)
def _places() -> Floats:
    """(HEIGHT, WIDTH, 2) the place of every pixel, x and y."""
    x, y = np.meshgrid(np.arange(WIDTH, dtype=np.float32), np.arange(HEIGHT, dtype=np.float32))
    return np.dstack([x, y]).astype(np.float32)


def _small_grey(image: Image) -> Image:
    small = cv2.resize(image, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)


class _Between:
    """The pictures between two pictures: each is carried along what moved from one to the other."""

    def __init__(self, before: Image, after: Image) -> None:
        self._before, self._after = before, after
        flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST).calc(
            _small_grey(before), _small_grey(after), np.zeros((HEIGHT // 2, WIDTH // 2, 2), np.float32)
        )
        # Found at half the size, where it is as good for skin and four times as quick.
        self._flow = 2.0 * cv2.resize(cv2.GaussianBlur(flow, (0, 0), 2.0), (WIDTH, HEIGHT))

    def at(self, part: float) -> Image:
        """The picture at a part (0..1) of the way."""
        if part <= 0.0:
            return self._before
        early = _moved(self._before, _places() - self._flow * np.float32(part))
        late = _moved(self._after, _places() + self._flow * np.float32(1.0 - part))
        return cv2.addWeighted(early, 1.0 - part, late, part, 0.0).astype(np.uint8)


def _moved(image: Image, at: npt.NDArray[np.float32]) -> Image:
    result = cv2.remap(image, at, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[call-overload]
    return np.asarray(result, dtype=np.uint8)
