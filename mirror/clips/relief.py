"""The depth of the face and how light falls on it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from mirror.clips.anatomy import EYE_X, LIP_LINE, SURFACE, across, lid_crease, lip_edges, mirrored
from mirror.clips.look import Look
from mirror.clips.sheet import Floats, Sheet, blur, single, smoothstep, spline

_COARSE: Final = Sheet.spanning(0.5, -90, -130, 90, 130)


@lru_cache(maxsize=1)
def _broad_depth() -> Floats:
    """(height, width) smooth depth (mm) through the control points, on the coarse grid: a thin-plate spline."""
    left = np.array(SURFACE, dtype=np.float64)
    points = np.vstack([left, mirrored(left[left[:, 0] > 0])])
    at, depth, n = points[:, :2], points[:, 2], len(points)

    def kernel(
        squared: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return 0.5 * squared * np.log(squared + 1e-9)

    gap = ((at[:, None] - at[None]) ** 2).sum(-1)
    plane = np.hstack([np.ones((n, 1)), at])
    system = np.block([[kernel(gap) + 12.0 * np.eye(n), plane], [plane.T, np.zeros((3, 3))]])
    weights = np.linalg.solve(system, np.concatenate([depth, np.zeros(3)]))
    x, y = np.meshgrid(_COARSE.xs()[0].astype(np.float64), _COARSE.ys()[:, 0].astype(np.float64))
    out = weights[n] + weights[n + 1] * x + weights[n + 2] * y
    for (px, py), w in zip(at, weights[:n], strict=True):
        out += w * kernel((x - px) ** 2 + (y - py) ** 2)
    return single(out)


def broad_depth(sheet: Sheet) -> Floats:
    """The smooth depth on another sheet, mm."""
    x = np.repeat((sheet.xs() - _COARSE.x_mm) * _COARSE.per_mm - 0.5, sheet.height, 0).astype(np.float32)
    y = np.repeat((sheet.ys() - _COARSE.y_mm) * _COARSE.per_mm - 0.5, sheet.width, 1).astype(np.float32)
    wide = cv2.remap(_broad_depth(), x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return blur(wide.astype(np.float32), 1.5 * sheet.per_mm)


def fine_depth(sheet: Sheet, look: Look) -> Floats:
    """The features that make it a face: lids, nostril wings, philtrum, lips, chin (mm on top of the broad depth)."""
    z = np.zeros((sheet.height, sheet.width), np.float32)
    x, age = sheet.xs(), look.age
    for side in (1, -1):
        z += _lines_of_age(sheet, side, age)
        z += 2.6 * sheet.bump(side * EYE_X, 0.3, 9.5, 5.6, side * -5)
        z += -2.0 * sheet.bump(side * 22, -9, 7, 5, side * 30)
        ex = np.linspace(16, 49, 40, dtype=np.float32)
        fold = np.column_stack([side * ex, lid_crease(ex, 0.0)])
        z += -1.0 * sheet.stroke(fold, 2.2)
        z += 1.5 * sheet.bump(side * 40, -16, 12, 4, side * 14)
        z += 2.2 * sheet.bump(side * 15.5, 38.5, 3.6, 4.6)
        z += -2.6 * sheet.stroke(
            spline([(side * 18.6, 31), (side * 20.9, 36), (side * 20.8, 41), (side * 18.4, 45.2)]), 2.4
        )
        z += -(0.85 + 0.9 * age) * sheet.stroke(
            spline([(side * 21, 41), (side * 26, 48), (side * 31.5, 57), (side * 34, 66)]), 5.5
        )
        z += 0.4 * sheet.bump(side * 4.3, 55.5, 1.7, 5)
        z += 1.2 * sheet.bump(side * 7.5, 76, 7, 3.2)
        z += -1.2 * sheet.bump(side * 26.8, 68.2, 2.0, 1.8)
        z += 1.0 * sheet.bump(side * 29, 74, 5, 4)
        z += 1.2 * sheet.bump(side * 10, 102, 9, 7)
        z += -0.9 * sheet.stroke(spline([(side * 17.5, 4), (side * 22, 9.5), (side * 30, 12.5), (side * 38, 12)]), 4.5)
    z += -1.0 * sheet.bump(0, 55.5, 2.6, 5.2)
    z += 1.1 * sheet.bump(0, 66, 3.2, 2.6)
    z += -1.6 * sheet.bump(0, 87.5, 12, 3)
    z += 1.0 * sheet.bump(0, 32, 6, 5)
    lx = np.linspace(-25.5, 25.5, 80, dtype=np.float32)
    upper, lower = lip_edges(lx, look.lip_fullness)
    z += -2.2 * sheet.stroke(np.column_stack([lx, across(LIP_LINE, lx)]), 2.2)
    z += 0.5 * sheet.stroke(np.column_stack([lx, upper - 0.4]), 1.6)
    z += -0.4 * sheet.stroke(np.column_stack([lx, lower + 0.8]), 2.0)
    z *= smoothstep(90, 70, np.abs(x))
    return z


def _lines_of_age(sheet: Sheet, side: int, age: float) -> Floats:
    """Fine lines of a lived face: forehead, outer corner of the eye, beside the mouth."""
    z = np.zeros((sheet.height, sheet.width), np.float32)
    for y, depth in ((-40.0, 0.22), (-46.5, 0.28), (-53.0, 0.2)):
        z -= (
            depth
            * age
            * sheet.stroke(spline([(0, y + 1), (side * 14, y), (side * 30, y - 0.5), (side * 44, y + 3)]), 2.0)
        )
    for end in (-6.0, -0.5, 5.0):
        z -= 0.3 * age * sheet.stroke([(side * 50, 0.3 * end), (side * 57, end)], 1.6)
    z -= 0.55 * age * sheet.stroke(spline([(side * 20, 7), (side * 26, 12), (side * 35, 14)]), 2.6)
    z -= 0.7 * age * sheet.stroke(spline([(side * 29, 74), (side * 30.5, 81), (side * 29.5, 89)]), 3.0)
    z -= 0.5 * age * sheet.stroke([(side * 5.5, -27), (side * 5.2, -18)], 2.0)
    return z


def lit(depth: Floats, per_mm: float) -> tuple[Floats, Floats]:
    """Light on a surface: (height, width, 3) diffuse in red, green, blue order and (height, width) gloss.

    A soft key from above, a little to the image's left; a broad fill; light travels under skin, red farthest.
    """
    smooth = blur(depth, 0.5 * per_mm)
    zy, zx = np.gradient(smooth, 1 / per_mm)
    length = np.sqrt(zx * zx + zy * zy + 1)
    nx, ny, nz = -zx / length, -zy / length, 1 / length
    diffuse = np.zeros((*depth.shape, 3), np.float32)
    for direction, strength, wrap in (
        ((-0.34, -0.56, 0.755), 0.92, (0.42, 0.30, 0.26)),
        ((0.58, -0.12, 0.80), 0.30, (0.5, 0.45, 0.45)),
        ((0.0, 0.55, 0.83), 0.15, (0.6, 0.55, 0.5)),
        ((-0.95, 0.05, 0.3), 0.16, (0.1, 0.1, 0.1)),
        ((0.95, 0.05, 0.3), 0.22, (0.1, 0.1, 0.1)),
    ):
        facing = nx * direction[0] + ny * direction[1] + nz * direction[2]
        for channel, w in enumerate(wrap):
            diffuse[..., channel] += strength * np.clip((facing + w) / (1 + w), 0, None) ** 1.25
    hollow = np.zeros_like(depth)
    for sigma, weight in ((2.0, 0.055), (5.0, 0.035), (11.0, 0.011)):
        hollow += weight * np.clip(blur(smooth, sigma * per_mm) - smooth, -3, 12)
    shade = np.exp(-np.clip(hollow, -0.12, 1.2))
    diffuse *= np.dstack([shade**0.85, shade, shade**1.06])
    for channel, reach in enumerate((1.6, 0.7, 0.4)):
        diffuse[..., channel] = blur(np.ascontiguousarray(diffuse[..., channel]), reach * per_mm)
    half = np.array([-0.2, -0.33, 0.93])
    half /= np.linalg.norm(half)
    shine = np.clip(nx * half[0] + ny * half[1] + nz * half[2], 0, 1)
    gloss = (0.55 * shine**38 + 0.45 * shine**12).astype(np.float32)
    return diffuse.astype(np.float32), gloss
