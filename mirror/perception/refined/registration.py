"""Where the head is in the picture of the movement: from landmarks first, then from the skin that holds still.

Landmarks alone leave an error of one to two degrees in pitch and yaw, and a degree turns into the size of a movement.
Skin that this movement does not touch, seen in both pictures, pins the head down to about half a degree
(docs/measurement.md).
"""

from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np
import numpy.typing as npt

from mirror.perception.head import Similarity
from mirror.perception.refined.camera import Camera, HeadPosition, Matrix, Vectors
from mirror.perception.refined.frontal import EYES_PX, SIZE, Floats, FrontalFace, Photograph, between_pixels
from mirror.perception.refined.regions import Stillness

#: Radius of the still patches round their points, and of what is left out round the moving ones; frontal pixels.
STILL_PX: Final = 15
MOVING_PX: Final = 14
#: Skin that falls away steeper than this (depth per frontal pixel) is seen at its edge, or is an ear.
STEEPEST: Final = 2.0
#: Variance of grey that counts as noise.
GREY_NOISE: Final = 9.0
#: A bell this wide, in pixels, is worked out as it is.
NARROW_PX: Final = 4.0
LANDMARK_STEPS: Final = 15
#: A step of less than this many radians ends the search.
CLOSE_ENOUGH: Final = 2e-4
#: Residuals of landmarks below this many pixels are not told apart.
LEAST_SPREAD_PX: Final = 0.15
#: The same for local contrast.
LEAST_SPREAD: Final = 1e-3
#: Landmarks are wrong by a few degrees, never by this many.
LED_ASTRAY_DEG: Final = 15.0
TINY: Final = 1e-9


def local_contrast(grey: Floats, blur: float, window: float) -> Floats:
    """Grey levels against the mean and spread around them: what the lamp and the exposure do is gone."""
    smooth = np.asarray(cv2.GaussianBlur(grey, (0, 0), blur), np.float32)
    mean, square = _around(smooth, window), _around(smooth * smooth, window)
    spread = np.sqrt(np.maximum(square - mean * mean, 0.0) + GREY_NOISE)
    return np.asarray((smooth - mean) / spread, np.float32)


def _around(layer: Floats, window: float) -> Floats:
    """The mean of a layer around each pixel, by a bell ``window`` wide; a wide one is taken from a smaller picture."""
    times = int(window / NARROW_PX)
    if times < 2:
        return np.asarray(cv2.GaussianBlur(layer, (0, 0), window), np.float32)
    height, width = layer.shape
    small = cv2.resize(layer, (-(-width // times), -(-height // times)), interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), window / times)
    return np.asarray(cv2.resize(blurred, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def slopes(layer: Floats) -> tuple[Floats, Floats]:
    """How a layer changes per pixel to the right and down."""
    across, down = (cv2.Scharr(layer, cv2.CV_32F, *axis, scale=1 / 32) for axis in ((1, 0), (0, 1)))
    return np.asarray(across, np.float32), np.asarray(down, np.float32)


def with_slopes(layer: Floats) -> Floats:
    """(height, width, 3) a layer, and how it changes per pixel to the right and down."""
    return np.asarray(cv2.merge((layer, *slopes(layer))), np.float32)


def trust(residual: npt.NDArray[np.floating], spread: float) -> npt.NDArray[np.float64]:
    """Weight 0..1 of each residual: one far beyond the usual spread is something else, not noise."""
    return np.asarray(1.0 / (1.0 + (residual / (2.0 * spread)) ** 2) ** 2, np.float64)


@dataclass(frozen=True, slots=True)
class Fineness:
    """How closely the skin is looked at: what it costs, and how true the head's position gets."""

    levels: tuple[tuple[float, float], ...]
    """(blur, window) of the local contrast in frontal pixels, coarse to fine."""
    eyes_px: float
    """Distance of the outer eye corners in the layers."""
    step_px: int
    """Every how many frontal pixels the skin is compared."""
    most_steps: int
    """Gauss-Newton steps on each level."""


#: For a figure that is kept.
FINE: Final = Fineness(((4.0, 16.0), (2.0, 12.0)), EYES_PX / 2.0, step_px=3, most_steps=8)
#: For every frame.
COARSE: Final = Fineness(((4.0, 16.0),), EYES_PX / 4.0, step_px=8, most_steps=4)


@dataclass(frozen=True, slots=True)
class Contrast:
    """A picture's local contrast at each level, with its slopes."""

    fineness: Fineness
    layers: tuple[Floats, ...]
    """(height, width, 3) per level: value, slope in x, slope in y, per pixel of the layer."""
    per_px: npt.NDArray[np.float64]
    """(2,) pixels of the layer per pixel of the picture, in x and y: sizes are whole numbers."""

    @classmethod
    def of(cls, photograph: Photograph, fineness: Fineness = FINE) -> Self:
        eyes_px = float(np.linalg.norm(photograph.points[33, :2] - photograph.points[263, :2]))
        grey = photograph.grey
        size = np.array([grey.shape[1], grey.shape[0]])
        small_size = np.round(size * (fineness.eyes_px / eyes_px)).astype(int)
        small = cv2.resize(grey, (int(small_size[0]), int(small_size[1])), interpolation=cv2.INTER_AREA).astype(
            np.float32
        )
        per_frontal_px = fineness.eyes_px / EYES_PX
        layers = []
        for blur, window in fineness.levels:
            value = local_contrast(small, blur * per_frontal_px, window * per_frontal_px)
            layers.append(with_slopes(value))
        return cls(fineness, tuple(layers), small_size / size)

    def at(self, level: int, pixels: Vectors) -> tuple[npt.NDArray[np.float64], Matrix]:
        """Values (n,) and slopes (n, 2), per pixel of the picture, at places (n, 2) in it."""
        found = between_pixels(self.layers[level], (pixels + 0.5) * self.per_px - 0.5)
        return found[:, 0], found[:, 1:] * self.per_px


@dataclass(frozen=True, slots=True)
class StillSkin:
    """What the skin that a movement does not touch looks like at rest."""

    head: Vectors
    """(n, 3) places on the head."""
    values: tuple[npt.NDArray[np.float64], ...]
    """(n,) local contrast per level."""

    @classmethod
    def of(cls, face: FrontalFace, rest: Photograph, contrast: Contrast, stillness: Stillness) -> Self:
        mask = np.zeros((SIZE, SIZE), np.uint8)
        for points, radius, value in ((stillness.skin, STILL_PX, 1), (stillness.moving, MOVING_PX, 0)):
            for x, y in face.mesh[list(points), :2]:
                cv2.circle(mask, (round(x), round(y)), radius, value, -1)
        step_px = contrast.fineness.step_px
        rows, columns = np.nonzero(mask[::step_px, ::step_px])
        places = np.column_stack((columns, rows)).astype(np.float64) * step_px
        places = places[face.steepness(places) < STEEPEST]
        head = face.head(face.surface(places))
        pixels = face.at_rest.seen(head, rest.camera)
        return cls(head, tuple(contrast.at(level, pixels)[0] for level in range(len(contrast.layers))))

    def likeness(self, contrast: Contrast, camera: Camera, position: HeadPosition) -> float:
        """How well another picture agrees with this skin where the head is in it: correlation, -1..1."""
        now, _ = contrast.at(len(self.values) - 1, position.seen(self.head, camera))
        return _likeness(self.values[-1], now)


def by_landmarks(face: FrontalFace, photograph: Photograph, stillness: Stillness) -> HeadPosition:
    """The head's position from its stable points (PnP): Gauss-Newton on the distances in the picture, robust."""
    index = list(stillness.points)
    head = face.head(face.mesh[index])
    seen = photograph.points[index].astype(np.float64)
    camera = photograph.camera
    target = np.column_stack((seen[:, :2] - camera.centre, seen[:, 2] - seen[:, 2].mean()))
    start = Similarity.between(head, target)
    shift = np.array([*start.shift[:2], camera.focal_px]) / start.scale
    position = HeadPosition(start.rotation, shift)
    for _ in range(LANDMARK_STEPS):
        now = position.in_motion(head, camera)
        apart = seen[:, :2] - now.pixels
        distance = np.linalg.norm(apart, axis=1)
        weight = trust(distance, max(1.4826 * middle_of(distance) / 1.18, LEAST_SPREAD_PX))
        right, below = now.right * weight, now.below * weight
        goal = right @ apart[:, 0] + below @ apart[:, 1]
        step = np.asarray(np.linalg.solve(right @ now.right.T + below @ now.below.T, goal), np.float64)
        position = position.moved(step)
        if float(np.abs(step[:3]).max()) < CLOSE_ENOUGH:
            break
    return position


def by_skin(skin: StillSkin, contrast: Contrast, camera: Camera, start: HeadPosition) -> tuple[HeadPosition, float]:
    """The position refined on the still skin, and how well the two pictures agree there: correlation, -1..1.

    Skin that leads far away from ``start`` is not this skin; the start is then given back, with no agreement.
    """
    position = start
    for level, rest in enumerate(skin.values):
        for _ in range(contrast.fineness.most_steps):
            moving = position.in_motion(skin.head, camera)
            now, slope = contrast.at(level, moving.pixels)
            apart = rest - now
            weight = trust(apart, max(1.4826 * middle_of(np.abs(apart)), LEAST_SPREAD))
            change = slope[:, 0] * moving.right + slope[:, 1] * moving.below
            weighted = change * weight
            normal = weighted @ change.T
            # A picture without any grain leads nowhere, and stays solvable.
            ridge = np.diag(normal.diagonal() * TINY + TINY)
            step = np.asarray(np.linalg.solve(normal + ridge, weighted @ apart), np.float64)
            position = position.moved(step)
            if not position.turned_from_deg(start) < LED_ASTRAY_DEG:
                return start, 0.0
            if float(np.abs(step[:3]).max()) < CLOSE_ENOUGH:
                break
    return position, skin.likeness(contrast, camera, position)


def middle_of(values: npt.NDArray[np.float64]) -> float:
    """The median of (n,) values, of an even number the upper one of the two in the middle: a third of numpy's time."""
    half = len(values) // 2
    return float(np.partition(values, half)[half])


def _likeness(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """Correlation, 0 where there is nothing to compare."""
    spread = float(one.std() * other.std())
    if spread < LEAST_SPREAD**2:
        return 0.0
    return float(((one - one.mean()) * (other - other.mean())).mean()) / spread
