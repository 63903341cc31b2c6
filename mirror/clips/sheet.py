"""The sheet a portrait is painted on: millimetres of a face on pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
"""Heights, depths, amounts: any precision; what is painted with is single."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A window on the face's plane.

    The origin lies midway between the eyes, x grows to the subject's left (the image's right), y downwards.
    ``per_mm`` is pixels per millimetre; ``x_mm``, ``y_mm`` the window's upper left corner.
    """

    per_mm: float
    x_mm: float
    y_mm: float
    width: int
    height: int

    @classmethod
    def spanning(cls, per_mm: float, left: float, top: float, right: float, bottom: float) -> Sheet:
        """The window between these edges (mm)."""
        return cls(per_mm, left, top, round((right - left) * per_mm), round((bottom - top) * per_mm))

    def xs(self) -> Floats:
        """(1, width) x of the pixel centres, mm."""
        return ((np.arange(self.width, dtype=np.float32) + 0.5) / self.per_mm + self.x_mm)[None, :].astype(np.float32)

    def ys(self) -> Floats:
        """(height, 1) y of the pixel centres, mm."""
        return ((np.arange(self.height, dtype=np.float32) + 0.5) / self.per_mm + self.y_mm)[:, None].astype(np.float32)

    def part(self, left: float, top: float, right: float, bottom: float) -> tuple[Sheet, tuple[slice, slice]]:
        """The window between these edges (mm) on this sheet's own pixels, and where it lies in this sheet's arrays."""
        c0, c1 = (round((x - self.x_mm) * self.per_mm) for x in (left, right))
        r0, r1 = (round((y - self.y_mm) * self.per_mm) for y in (top, bottom))
        c0, r0 = max(c0, 0), max(r0, 0)
        c1, r1 = min(c1, self.width), min(r1, self.height)
        window = Sheet(self.per_mm, self.x_mm + c0 / self.per_mm, self.y_mm + r0 / self.per_mm, c1 - c0, r1 - r0)
        return window, (slice(r0, r1), slice(c0, c1))

    def pixels(self, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """(n, 2) mm -> (n, 2) pixel coordinates, pixel centres on whole numbers."""
        p = np.asarray(points, dtype=np.float64)
        return (p - (self.x_mm, self.y_mm)) * self.per_mm - 0.5

    def fill(self, outline: npt.ArrayLike) -> Floats:
        """(height, width) coverage 0..1 of a closed outline (n, 2) in mm, antialiased."""
        mask = np.zeros((self.height, self.width), np.uint8)
        cv2.fillPoly(mask, [_fixed(self.pixels(outline))], 255, cv2.LINE_AA, _SHIFT)
        return mask.astype(np.float32) / 255

    def stroke(self, line: npt.ArrayLike, width_mm: float) -> Floats:
        """(height, width) 0..1 of a line (n, 2) in mm with a soft Gaussian section of the given full width."""
        mask = np.zeros((self.height, self.width), np.uint8)
        thickness = max(1, round(width_mm * self.per_mm / 2))
        cv2.polylines(mask, [_fixed(self.pixels(line))], False, 255, thickness, cv2.LINE_AA, _SHIFT)
        soft = blur(mask.astype(np.float32), width_mm / 2 * self.per_mm)
        peak = float(soft.max())
        return soft / peak if peak > 0 else soft

    def bump(self, x: float, y: float, sx: float, sy: float, turn_deg: float = 0.0) -> Floats:
        """(height, width) Gaussian of peak 1 around (x, y), sigma in mm along its own turned axes."""
        c, s = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
        dx, dy = self.xs() - np.float32(x), self.ys() - np.float32(y)
        u, v = (dx * c + dy * s) / sx, (dy * c - dx * s) / sy
        result: Floats = np.exp(-0.5 * (u * u + v * v)).astype(np.float32)
        return result


_SHIFT = 4


def _fixed(points: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
    return np.round(points * (1 << _SHIFT)).astype(np.int32)


def single(value: npt.ArrayLike) -> Floats:
    """The values in single precision, which is what everything is painted in."""
    return np.asarray(value, dtype=np.float32)


def blur(image: Floats, sigma: float) -> Floats:
    """Gaussian blur, sigma in pixels, edges continued."""
    if sigma < 0.3:
        return image
    return cv2.GaussianBlur(image, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE).astype(np.float32)


def smoothstep(start: float, end: float, value: Floats) -> Floats:
    """0 before ``start``, 1 after ``end``, smooth between."""
    t = np.clip((value - np.float32(start)) / np.float32(end - start), 0, 1)
    result: Floats = (t * t * (3 - 2 * t)).astype(np.float32)
    return result


def spline(points: npt.ArrayLike, steps: int = 12, closed: bool = False) -> npt.NDArray[np.float64]:
    """(m, 2) a Catmull-Rom curve through the points."""
    p = np.asarray(points, dtype=np.float64)
    q = np.vstack([p[-1], p, p[:2]]) if closed else np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(q[:-3], q[1:-2], q[2:-1], q[3:], strict=True)
    ]
    return np.vstack(parts if closed else [*parts, p[-1:]])
