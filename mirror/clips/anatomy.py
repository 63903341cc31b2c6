"""The face at rest, in millimetres: outlines, lids, lips and the depth of the relief.

Origin midway between the eyes, x to the subject's left, y downwards, depth towards the viewer.  Only the left half is
written down; the right is its mirror image.  Proportions are those of an average adult with eyes 63 mm apart; the iris
measures 11.77 mm across, which is what a camera takes its scale from.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from mirror.clips.sheet import Floats, spline

IRIS_MM: Final = 11.77

EYE_X: Final = 31.5
EYE_INNER: Final = 16.6
EYE_OUTER: Final = 46.2
OPENING_MM: Final = 10.0
"""Between the lids at rest, over the middle of the iris."""

CORNER: Final = (25.5, 68.4)
BROW: Final = (36.0, -30.5)
UPPER_LIP: Final = (13.0, 60.5)

#: x, y, depth of the left half's surface, from the hairline down.
SURFACE: Final = (
    (0, -52, 10), (19, -51, 9), (35, -49, 3), (0, -39, 15), (17, -40, 13), (47, -37, 1), (31, -33, 14),
    (41, -27, 9), (53, -27, 0), (0, -19, 17), (14, -22, 16), (29, -19, 8), (55, -17, -2), (65, -22, -30),
    (7, -7, 14), (22, -11, 5), (42, -14, 5), (49, -6, -1), (60, -8, -13), (0, 1, 22), (61, 4, -17),
    (24, 0, 2), (33, 0, 4), (41, 0, 1),
    (0, 15, 34), (10, 7, 12), (19, 12, 9), (33, 13, 4), (50, 8, -4), (10, 19, 24), (45, 20, 4), (62, 17, -15),
    (0, 30, 43), (6, 30, 40), (11, 31, 33), (17, 29, 19), (23, 29, 14), (34, 26, 10), (48, 33, 5), (60, 31, -13),
    (0, 37, 42), (5, 39, 36), (11, 38, 31), (16, 38, 25), (21, 38, 15), (16, 45, 17), (0, 45, 28), (8, 45, 23),
    (39, 41, 11), (0, 51, 26), (8, 51, 25), (19, 54, 20), (31, 49, 14), (44, 52, 6), (63, 50, -38),
    (0, 60, 28), (7, 60, 27), (15, 62, 23), (25, 57, 17), (29, 62, 13), (51, 63, -9), (0, 69, 23), (7, 68, 23),
    (16, 69, 18), (23, 68, 14), (28, 75, 12), (38, 69, 7), (0, 77, 25), (7, 76, 24), (15, 78, 20), (27, 84, 11),
    (39, 82, 1), (54, 79, -27), (0, 87, 18), (8, 87, 18), (20, 89, 15), (47, 88, -19), (0, 99, 21), (12, 99, 19),
    (24, 101, 9), (33, 98, 0), (0, 111, 8), (13, 110, 6), (23, 107, -3),
    (0, -75, 2), (0, -95, -18), (0, -110, -50), (30, -80, -9), (30, -100, -38), (55, -60, -18), (55, -85, -48),
    (67, -45, -40), (70, -10, -52), (70, 20, -47), (30, -64, 0), (68, 35, -46),
)  # fmt: skip

_HEAD: Final = (
    (0, 112.5), (12, 111.5), (23, 107), (34, 99), (45, 89.5), (54, 78), (60, 65), (64.5, 49), (68, 33), (70, 15),
    (71, -2), (71.5, -22), (71.5, -42), (69, -62), (62, -82), (48, -98), (28, -108), (0, -112),
)  # fmt: skip

_EAR: Final = (
    (68, -3),
    (72, -9),
    (77, -10),
    (80.5, -5),
    (80.5, 4),
    (79, 14),
    (76.5, 23),
    (74, 31),
    (70, 34),
    (66, 30),
)

#: Upper and lower edge of the brow, from the nose outwards.
BROW_UPPER: Final = ((10.5, -27.0), (18, -30.6), (28, -33.6), (38, -34.9), (47, -32.3), (56.5, -24.6))
BROW_LOWER: Final = ((10.8, -21.2), (18, -23.6), (28, -26.6), (38, -28.8), (47, -27.8), (56.5, -23.4))

LIP_UPPER: Final = ((0, 62.6), (2.5, 61.9), (5.5, 61.1), (10, 62.2), (16, 64.9), (21.5, 67.0), (25.5, 68.2))
LIP_LINE: Final = ((0, 70.1), (4, 69.8), (8, 69.5), (13, 69.9), (19, 69.8), (23, 69.0), (25.5, 68.2))
LIP_LOWER: Final = ((0, 80.0), (5, 79.9), (10, 78.9), (15, 76.8), (20, 73.3), (23.5, 70.2), (25.5, 68.5))


def mirrored(points: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The same points on the other side of the face."""
    return np.asarray(points, dtype=np.float64) * ((-1, 1) if np.asarray(points).shape[1] == 2 else (-1, 1, 1))


def closed_outline(half: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """A symmetric smooth outline from its left half, which begins and ends on the mid-line."""
    left = np.asarray(half, dtype=np.float64)
    return spline(np.vstack([left, mirrored(left)[-2:0:-1]]), closed=True)


def head_outline(jaw: float) -> npt.NDArray[np.float64]:
    """The silhouette of head and jaw; ``jaw`` 0 is narrow, 1 broad."""
    half = np.array(_HEAD, dtype=np.float64)
    lower = np.clip((half[:, 1] - 20) / 60, 0, 1)
    half[:, 0] *= 1 + 0.055 * jaw * lower * (half[:, 0] > 0)
    return closed_outline(half)


def ear_outline(side: int) -> npt.NDArray[np.float64]:
    """The ear's outline; ``side`` 1 is the subject's left."""
    outline = spline(np.array(_EAR, dtype=np.float64), closed=True)
    return outline * (side, 1)


def across(points: npt.ArrayLike, x: Floats) -> Floats:
    """Height of a symmetric curve given by its left half at ``x`` (mm); constant beyond its ends."""
    half = np.asarray(points, dtype=np.float64)
    curve = spline(np.vstack([half[1] * (-1, 1), half]))  # begun beyond the mid-line, so that it crosses level
    return np.interp(np.abs(x), curve[:, 0], curve[:, 1]).astype(np.float32)


def lip_edges(x: Floats, fullness: float) -> tuple[Floats, Floats]:
    """Heights of the upper and the lower edge of the lips at ``x`` (mm); ``fullness`` 1 is full, 0.6 narrow."""
    line = across(LIP_LINE, x)
    upper, lower = across(LIP_UPPER, x), across(LIP_LOWER, x)
    return line + (upper - line) * np.float32(fullness), line + (lower - line) * np.float32(fullness)


def lid_margins(x: Floats, closure: float, sag_mm: float = 0.0) -> tuple[Floats, Floats]:
    """Heights of the upper and the lower lid's margin at ``x`` (mm, left eye), both linear in ``closure``.

    At 0 the opening over the iris is ``OPENING_MM``, at 1 the lids meet.  Beyond the corners both are equal.
    """
    t = np.clip((x - EYE_INNER) / (EYE_OUTER - EYE_INNER), 0, 1)
    axis = 1.5 - 2.7 * t
    arch = (4 * t**0.94 * (1 - t**0.94)) ** 0.62
    bow = (4 * t**1.2 * (1 - t**1.2)) ** 0.8
    upper_open, lower_open = axis - 5.28 * arch, axis + (4.79 + sag_mm) * bow
    meeting = axis + 3.3 * bow
    upper = upper_open + (meeting - upper_open) * closure
    lower = lower_open + (meeting - lower_open) * closure
    return upper.astype(np.float32), np.maximum(lower, upper).astype(np.float32)


def lid_crease(x: Floats, closure: float) -> Floats:
    """Height of the fold above the upper lid at ``x`` (mm, left eye)."""
    t = np.clip((x - EYE_INNER + 1.0) / (EYE_OUTER + 2.5 - EYE_INNER + 1.0), 0, 1)
    arch = (4 * t**0.9 * (1 - t**0.9)) ** 0.6
    result: Floats = (0.9 - 2.4 * t - (9.2 - 2.0 * closure) * arch).astype(np.float32)
    return result
