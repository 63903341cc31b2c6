"""The own face as it is shown: true mirror, healthy half mirrored, outline, or hidden.

Everything here is for the eye; what is measured is always the unmirrored camera image.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from mirror.clips.twice import (
    EYE_DISTANCE,
    EYES_Y,
    OUTER_LEFT,
    OUTER_RIGHT,
    Matrix,
    made_twice,
    midline,
    times_of,
    warped,
)
from mirror.perception.face import Face, Image, Side
from mirror.screen.ink import four_bytes
from mirror.screen.outline import draw_outline
from mirror.screen.theme import GROUND, INK, LINE, mixed
from mirror.therapy.view import View

#: Time constants of the crop: it follows the person, not the movement, and never trembles.
CENTRE_S: Final = 0.7
SIZE_S: Final = 1.4
#: The mid-line and the outline belong to the face and must not lag behind it.
AXIS_S: Final = 0.10
POINTS_S: Final = 0.05
#: The crop of a picture without a face: this part of its height, around its middle.
PLAIN_CROP: Final = 0.92


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


@dataclass(frozen=True, slots=True)
class _Made:
    """The last picture of a panel, and what it was made from."""

    image: Image
    face: Face | None
    asked: tuple[View, Side | None, float]
    panel: Image


@dataclass(slots=True)
class LivePanel:
    """Renders the own face at one size (width, height), always at the size of the face in the demonstration."""

    size: tuple[int, int]
    _at_s: float | None = None
    _made: "_Made | None" = None
    _centre: Glide = field(default_factory=lambda: Glide(CENTRE_S))
    _eye_px: Glide = field(default_factory=lambda: Glide(SIZE_S))
    _axis: Glide = field(default_factory=lambda: Glide(AXIS_S))
    _points: Glide = field(default_factory=lambda: Glide(POINTS_S))

    def render(self, image: Image, face: Face | None, view: View, healthy: Side | None, t_s: float) -> Image:
        """(height, width, 4) the panel, in the display's own format: laying four bytes a pixel takes half as long.

        ``image`` is the unmirrored camera frame, ``face`` the newest face found in it or shortly before, ``t_s``
        monotonic seconds.  The healthy-half view falls back to the true mirror while the healthy side is unknown or no
        face is seen; the outline view shows nothing then, since it exists to spare the sight of the face.
        """
        made = self._made
        if made is None or not (made.image is image and made.face is face and made.asked == (view, healthy, t_s)):
            # Otherwise the display asks again before the camera has given another picture.
            made = _Made(image, face, (view, healthy, t_s), self._render(image, face, view, healthy, t_s))
            self._made = made
        return made.panel

    def _render(self, image: Image, face: Face | None, view: View, healthy: Side | None, t_s: float) -> Image:
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
                return self._healthy_half(four_bytes(image), face, crop, healthy, passed_s)
            case _:
                return warped(four_bytes(image), crop, self.size)

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
        times = times_of(eye, self.size, image)
        half_w, half_h = width * times / 2, height * times / 2
        x = float(np.clip(centre[0], half_w, image_w - half_w))
        y = float(np.clip(centre[1] + (0.5 - EYES_Y) * height * times, half_h, image_h - half_h))
        # Panel x runs against image x: that is the mirror.
        return np.array([[-times, 0.0, x + half_w - times / 2], [0.0, times, y - half_h + times / 2]])

    def _healthy_half(self, image: Image, face: Face, crop: Matrix, healthy: Side, passed_s: float) -> Image:
        """The mid-line upright in the middle of the panel, the healthy half on both sides of it."""
        axis = self._axis.towards(midline(face.points), passed_s)
        return made_twice(image, axis, float(crop[1, 2]), float(crop[1, 1]), self.size, healthy)

    def _outline(self, face: Face | None, crop: Matrix, passed_s: float) -> Image:
        if face is None:
            return placeholder(self.size)
        points = self._points.towards(face.points[:, :2], passed_s)
        inverse = cv2.invertAffineTransform(crop)
        return four_bytes(draw_outline(points @ inverse[:, :2].T + inverse[:, 2], self.size))


@lru_cache(maxsize=4)
def placeholder(size: tuple[int, int]) -> Image:
    """(height, width, 4) nothing but a calm oval where the face would be."""
    width, height = size
    large = np.zeros((height * 2, width * 2, 3), np.uint8)
    red, green, blue = mixed(GROUND, mixed(LINE, INK, 0.12), 0.9)
    centre, axes = (width, round(height * 2 * 0.47)), (round(width * 0.56), round(height * 0.66))
    cv2.ellipse(large, centre, axes, 0, 0, 360, (blue, green, red), 6, cv2.LINE_AA)
    return four_bytes(cv2.resize(large, size, interpolation=cv2.INTER_AREA).astype(np.uint8))
