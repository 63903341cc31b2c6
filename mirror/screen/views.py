"""The own face as it is shown: true mirror, healthy half mirrored, outline, or hidden.

Everything here is for the eye; what is measured is always the unmirrored camera image.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from mirror.perception.face import Face, Image, Points, Side
from mirror.screen.outline import draw_outline
from mirror.screen.theme import EYE_DISTANCE, GROUND, INK, LINE, mixed
from mirror.therapy.view import View

#: Time constants of the crop: it follows the person, not the movement, and never trembles.
CENTRE_S: Final = 0.7
SIZE_S: Final = 1.4
#: The mid-line and the outline belong to the face and must not lag behind it.
AXIS_S: Final = 0.10
POINTS_S: Final = 0.05
#: Where the middle between the eyes stands in the panel, from the top.
EYES_Y: Final = 0.42
#: Half width of the seam's feather, as a fraction of the panel's width.
SEAM: Final = 0.012

OUTER_RIGHT: Final = 33
OUTER_LEFT: Final = 263
#: Points of the mid-line that lie on bone, from the forehead to the bridge of the nose: no weak muscle moves them.
MIDLINE: Final = (10, 151, 9, 8, 168, 6, 197)
#: The crop of a picture without a face: this part of its height, around its middle.
PLAIN_CROP: Final = 0.92

Matrix = npt.NDArray[np.float64]
"""(2, 3) from panel pixels to image pixels."""


@dataclass(slots=True)
class Glide:
    """A value that follows another one with a time constant."""

    time_s: float
    value: npt.NDArray[np.float64] | None = None

    def towards(self, target: npt.ArrayLike, passed_s: float) -> npt.NDArray[np.float64]:
        wanted = np.asarray(target, dtype=np.float64)
        if self.value is None or self.value.shape != wanted.shape:
            self.value = wanted
        else:
            self.value = self.value + (wanted - self.value) * (1.0 - np.exp(-max(0.0, passed_s) / self.time_s))
        return self.value

    def forget(self) -> None:
        self.value = None


@dataclass(slots=True)
class LivePanel:
    """Renders the own face at one size (width, height), always at the size of the face in the demonstration."""

    size: tuple[int, int]
    _at_s: float | None = None
    _centre: Glide = field(default_factory=lambda: Glide(CENTRE_S))
    _eye_px: Glide = field(default_factory=lambda: Glide(SIZE_S))
    _axis: Glide = field(default_factory=lambda: Glide(AXIS_S))
    _points: Glide = field(default_factory=lambda: Glide(POINTS_S))

    def render(self, image: Image, face: Face | None, view: View, healthy: Side | None, t_s: float) -> Image:
        """(height, width, 3) the panel.

        ``image`` is the unmirrored camera frame, ``face`` the newest face found in it or shortly before, ``t_s``
        monotonic seconds.  The healthy-half view falls back to the true mirror while the healthy side is unknown or no
        face is seen; the outline view shows nothing then, since it exists to spare the sight of the face.
        """
        passed_s = 0.0 if self._at_s is None else t_s - self._at_s
        self._at_s = t_s
        if view is View.NONE:
            return placeholder(self.size)
        if face is None:
            self._axis.forget()
            self._points.forget()
        crop = self._crop(image, face, passed_s)
        match view:
            case View.OUTLINE:
                return self._outline(face, crop, passed_s)
            case View.HEALTHY_HALF if face is not None and healthy is not None:
                return self._healthy_half(image, face, crop, healthy, passed_s)
            case _:
                return self._warp(image, crop)

    def _crop(self, image: Image, face: Face | None, passed_s: float) -> Matrix:
        """The mirrored crop, upright, never reaching outside the image."""
        width, height = self.size
        image_h, image_w = image.shape[:2]
        if face is None:
            eye_px = PLAIN_CROP * image_h / height * width * EYE_DISTANCE
            middle = np.array([image_w / 2, image_h / 2 + (EYES_Y - 0.5) * PLAIN_CROP * image_h])
        else:
            right, left = face.points[OUTER_RIGHT, :2], face.points[OUTER_LEFT, :2]
            middle = (right + left).astype(np.float64) / 2
            eye_px = max(8.0, face.quality.eye_distance_px)
        centre = self._centre.towards(middle, passed_s)
        eye = float(self._eye_px.towards(eye_px, passed_s))
        times = min(eye / (EYE_DISTANCE * width), image_w / width, image_h / height)
        half_w, half_h = width * times / 2, height * times / 2
        x = float(np.clip(centre[0], half_w, image_w - half_w))
        y = float(np.clip(centre[1] + (0.5 - EYES_Y) * height * times, half_h, image_h - half_h))
        # Panel x runs against image x: that is the mirror.
        return np.array([[-times, 0.0, x + half_w - times / 2], [0.0, times, y - half_h + times / 2]])

    def _warp(self, image: Image, matrix: Matrix) -> Image:
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return cv2.warpAffine(image, matrix, self.size, flags=flags, borderMode=cv2.BORDER_REPLICATE).astype(
            np.uint8, copy=False
        )

    def _healthy_half(self, image: Image, face: Face, crop: Matrix, healthy: Side, passed_s: float) -> Image:
        """The mid-line upright in the middle of the panel, the healthy half on both sides of it."""
        width, _ = self.size
        axis = self._axis.towards(midline(face.points), passed_s)
        upright = _upright(crop, axis, self.size)
        mirrored = self._warp(image, upright)
        # In a mirror the subject's left is on the left.
        half = width // 2
        if healthy is Side.LEFT:
            mirrored[:, width - half :] = cv2.flip(mirrored[:, :half], 1)
        else:
            mirrored[:, :half] = cv2.flip(mirrored[:, width - half :], 1)
        return _feathered(mirrored)

    def _outline(self, face: Face | None, crop: Matrix, passed_s: float) -> Image:
        if face is None:
            return placeholder(self.size)
        points = self._points.towards(face.points[:, :2], passed_s)
        inverse = cv2.invertAffineTransform(crop)
        return draw_outline(points @ inverse[:, :2].T + inverse[:, 2], self.size)


def midline(points: Points) -> npt.NDArray[np.float64]:
    """(4,) a point on the mid-line in the image and its direction towards the chin.

    The direction is that of the line at right angles to the outer eye corners together with the line along forehead and
    bridge of the nose; lips and chin stay out of it, because a weak side lets them drift.
    """
    flat = points[:, :2].astype(np.float64)
    bone = flat[list(MIDLINE)]
    along = bone[-1] - bone[0]
    eyes = flat[OUTER_LEFT] - flat[OUTER_RIGHT]
    across = np.array([-eyes[1], eyes[0]])
    direction = along / np.linalg.norm(along) + across / np.linalg.norm(across)
    direction /= np.linalg.norm(direction)
    return np.concatenate([flat[[9, 8, 168, 6]].mean(axis=0), direction])


def _upright(crop: Matrix, axis: npt.NDArray[np.float64], size: tuple[int, int]) -> Matrix:
    """The crop turned so that the axis stands upright in the middle of the panel, at the crop's own height and size."""
    width, height = size
    times = crop[1, 1]
    down = axis[2:] / np.linalg.norm(axis[2:])
    out = np.array([-down[1], down[0]])  # panel x: against image x for an upright face
    # Panel (middle, row of the axis point in the crop) shows the axis point.
    row = (axis[1] - crop[1, 2]) / times
    origin = axis[:2] - times * (out * (width / 2 - 0.5) + down * np.clip(row, 0, height))
    return np.array([[times * out[0], times * down[0], origin[0]], [times * out[1], times * down[1], origin[1]]])


def _feathered(image: Image) -> Image:
    """The same picture with the crease at its middle smoothed away."""
    width = image.shape[1]
    reach = max(2, round(SEAM * width))
    left, right = width // 2 - 3 * reach, width // 2 + 3 * reach
    band = image[:, left:right]
    smooth = cv2.GaussianBlur(band, (0, 0), reach * 0.6, sigmaY=0.01)
    away = np.abs(np.arange(left, right) + 0.5 - width / 2) / (2 * reach)
    weight = np.clip(1 - away, 0, 1).astype(np.float32)[None, :, None]
    image[:, left:right] = (band * (1 - weight) + smooth * weight + 0.5).astype(np.uint8)
    return image


@lru_cache(maxsize=4)
def placeholder(size: tuple[int, int]) -> Image:
    """(height, width, 3) nothing but a calm oval where the face would be."""
    width, height = size
    large = np.zeros((height * 2, width * 2, 3), np.uint8)
    red, green, blue = mixed(GROUND, mixed(LINE, INK, 0.12), 0.9)
    centre, axes = (width, round(height * 2 * 0.47)), (round(width * 0.56), round(height * 0.66))
    cv2.ellipse(large, centre, axes, 0, 0, 360, (blue, green, red), 6, cv2.LINE_AA)
    return cv2.resize(large, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
