"""A face as a thin line drawing: smooth curves through the landmarks, no points, no mesh."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from mirror.perception.face import Image
from mirror.screen.ink import SHIFT
from mirror.screen.theme import INK

Path = tuple[int, ...]
Lines = tuple[tuple[Path, float, float], ...]

# Landmarks of each line, in drawing order, numbered as in MediaPipe's face mesh.
RIGHT_EYE: Final = (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7)
LEFT_EYE: Final = (263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249)
RIGHT_LID_CREASE: Final = (247, 30, 29, 27, 28, 56, 190)
LEFT_LID_CREASE: Final = (467, 260, 259, 257, 258, 286, 414)
LIPS_OUTER: Final = (
    61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146,
)  # fmt: skip
LIPS_INNER: Final = (
    78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95,
)  # fmt: skip
NOSE_BASE: Final = (129, 64, 98, 97, 2, 326, 327, 294, 358)
RIGHT_IRIS: Final = (468, (469, 470, 471, 472))
LEFT_IRIS: Final = (473, (474, 475, 476, 477))

#: The face's edge from brow to brow along the jaw.  Its ends fade out: where the hair begins the net only guesses.
JAW: Final = (
    251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21,
)  # fmt: skip
JAW_STRENGTH: Final = 0.62
#: So much of the jaw line fades at each end.
FADING: Final = 0.22
RIGHT_BRIDGE: Final = (193, 122, 174, 198)
LEFT_BRIDGE: Final = (417, 351, 399, 420)
RIGHT_UPPER_LID: Final = (33, 246, 161, 160, 159, 158, 157, 173, 133)
LEFT_UPPER_LID: Final = (263, 466, 388, 387, 386, 385, 384, 398, 362)

#: Strength 0..1 and thickness of each line: what moves in an exercise is drawn stronger than what only frames it.
_CLOSED: Final[Lines] = ((RIGHT_EYE, 0.6, 0.8), (LEFT_EYE, 0.6, 0.8), (LIPS_OUTER, 0.9, 1.0), (LIPS_INNER, 0.75, 0.8))
_OPEN: Final[Lines] = (
    (RIGHT_UPPER_LID, 1.0, 1.2), (LEFT_UPPER_LID, 1.0, 1.2),
    (NOSE_BASE, 0.75, 1.0), (RIGHT_BRIDGE, 0.2, 0.8), (LEFT_BRIDGE, 0.2, 0.8),
    (RIGHT_LID_CREASE, 0.36, 0.8), (LEFT_LID_CREASE, 0.36, 0.8),
)  # fmt: skip
#: Upper and lower edge of each brow, from the nose outwards.
_BROWS: Final = (
    ((107, 66, 105, 63, 70), (55, 65, 52, 53, 46)),
    ((336, 296, 334, 293, 300), (285, 295, 282, 283, 276)),
)
_BROW_STRENGTH: Final = 0.62
#: How much of its height a brow keeps from its inner end to its tail: a stroke of the pen, not a slab.
_BROW_HEIGHT: Final = (0.34, 0.54, 0.54, 0.38, 0.06)
#: Where that stroke runs, from the upper edge to the lower one; the lower edge's inner end would look like a frown.
_BROW_MIDDLE: Final = 0.38

Curve = npt.NDArray[np.float64]
_LARGER: Final = 2


def spline(points: Curve, closed: bool, steps: int = 6) -> Curve:
    """(m, 2) a Catmull-Rom curve through (n, 2) points."""
    if closed:
        padded = np.vstack([points[-1:], points, points[:2]])
    else:
        padded = np.vstack([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    before, start, end, after = padded[:-3, None], padded[1:-2, None], padded[2:-1, None], padded[3:, None]
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[None, :, None]
    curve = 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    )
    flat: Curve = curve.reshape(-1, 2)
    return flat if closed else np.vstack([flat, points[-1:]])


def draw_outline(points: Curve, size: tuple[int, int]) -> Image:
    """(height, width, 3) the drawing of (478, 2) points in panel pixels, ink on black."""
    width, height = size
    large = np.zeros((height * _LARGER, width * _LARGER), np.uint8)
    thin = max(0.9, width / 215.0) * _LARGER
    for upper, lower in _BROWS:
        _brow(large, points[list(upper)], points[list(lower)])
    for path, strength, thick in _CLOSED:
        _stroke(large, spline(points[list(path)], closed=True), strength, thin * thick, closed=True)
    for path, strength, thick in _OPEN:
        _stroke(large, spline(points[list(path)], closed=False), strength, thin * thick, closed=False)
    _jaw(large, spline(points[list(JAW)], closed=False), thin)
    for (centre, rim), eye in ((RIGHT_IRIS, RIGHT_EYE), (LEFT_IRIS, LEFT_EYE)):
        _iris(large, points, centre, rim, eye, thin)
    light = cv2.resize(large, size, interpolation=cv2.INTER_AREA)
    return cv2.merge([cv2.convertScaleAbs(light, alpha=part / 255.0) for part in INK[::-1]]).astype(
        np.uint8, copy=False
    )


def _stroke(large: npt.NDArray[np.uint8], curve: Curve, strength: float, thin: float, closed: bool) -> None:
    fixed = np.round(curve * _LARGER * (1 << SHIFT)).astype(np.int32)
    cv2.polylines(large, [fixed], closed, round(255 * strength), max(1, round(thin)), cv2.LINE_AA, SHIFT)


def _brow(large: npt.NDArray[np.uint8], upper: Curve, lower: Curve) -> None:
    """A brow as one stroke that grows thin towards its tail."""
    half = (lower - upper) * (np.array(_BROW_HEIGHT)[:, None] / 2)
    middle = upper + (lower - upper) * _BROW_MIDDLE
    edge = np.vstack([spline(middle - half, closed=False), spline(middle + half, closed=False)[::-1]])
    shape = np.round(edge * _LARGER * (1 << SHIFT)).astype(np.int32)
    cv2.fillPoly(large, [shape], round(255 * _BROW_STRENGTH), cv2.LINE_AA, SHIFT)


def _jaw(large: npt.NDArray[np.uint8], curve: Curve, thin: float) -> None:
    """The jaw line, piece by piece, so that its ends can fade."""
    last = len(curve) - 1
    for start in range(0, last, 3):
        end = min(last, start + 3)
        middle = (start + end) / 2 / last
        near = min(1.0, min(middle, 1.0 - middle) / FADING)
        _stroke(large, curve[start : end + 1], JAW_STRENGTH * near * near * (3.0 - 2.0 * near), thin, closed=False)


def _iris(
    large: npt.NDArray[np.uint8], points: Curve, centre: int, rim: tuple[int, ...], eye: tuple[int, ...], thin: float
) -> None:
    """A circle for the iris, seen only between the lids."""
    middle = points[centre]
    radius = float(np.mean(np.linalg.norm(points[list(rim)] - middle, axis=1)))
    lids = spline(points[list(eye)], closed=True)
    low = np.floor((lids.min(axis=0) - thin) * _LARGER).astype(int)
    high = np.ceil((lids.max(axis=0) + thin) * _LARGER).astype(int)
    x0, y0 = max(0, int(low[0])), max(0, int(low[1]))
    x1, y1 = min(large.shape[1], int(high[0])), min(large.shape[0], int(high[1]))
    if x0 >= x1 or y0 >= y1:
        return
    one = 1 << SHIFT
    inside = np.zeros((y1 - y0, x1 - x0), np.uint8)
    drawn = np.zeros_like(inside)
    cv2.fillPoly(inside, [np.round((lids * _LARGER - (x0, y0)) * one).astype(np.int32)], 255, cv2.LINE_AA, SHIFT)
    at = np.round((middle * _LARGER - (x0, y0)) * one).astype(int)
    spot = (int(at[0]), int(at[1]))
    cv2.circle(drawn, spot, round(radius * _LARGER * one), 120, max(1, round(thin * 0.8)), cv2.LINE_AA, SHIFT)
    cv2.circle(drawn, spot, round(radius * 0.34 * _LARGER * one), 165, -1, cv2.LINE_AA, SHIFT)
    part = large[y0:y1, x0:x1]
    np.maximum(part, (drawn.astype(np.uint16) * inside // 255).astype(np.uint8), out=part)
