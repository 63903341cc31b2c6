"""Brows and hair, laid strand by strand."""

from __future__ import annotations

import cv2
import numpy as np

from mirror.clips.anatomy import BROW_LOWER, BROW_UPPER, closed_outline
from mirror.clips.look import Look
from mirror.clips.sheet import Floats, Sheet, blur, smoothstep, spline
from mirror.clips.skin import linear, mix

_SHIFT = 4


def paint_brows(sheet: Sheet, look: Look, light: Floats) -> None:
    """Brow hair on ``light`` (height, width, 3), in place: short strands rising at the nose, lying flat at the temple."""
    noise = np.random.default_rng(look.seed + 1)
    upper, lower = spline(BROW_UPPER), spline(BROW_LOWER)
    strands = np.zeros((sheet.height, sheet.width), np.uint8)
    xs = np.concatenate([noise.uniform(10.5, 56, 330)])
    for side in (1, -1):
        for x in xs:
            t = (x - 10.5) / 46
            top, bottom = np.interp(x, upper[:, 0], upper[:, 1]), np.interp(x, lower[:, 0], lower[:, 1])
            start = bottom + (top - bottom) * noise.beta(1.3, 1.6) * 0.85
            angle = np.radians(-82 + 74 * min(1.0, t * 1.5) + 42 * max(0.0, t - 0.62) / 0.38 + noise.normal(0, 7))
            length = noise.uniform(3.2, 6.2) * (1 - 0.35 * t)
            line = [(side * x, start), (side * (x + length * np.cos(angle)), start + length * np.sin(angle))]
            cv2.polylines(strands, [np.round(sheet.pixels(line) * 16).astype(np.int32)], False, int(noise.uniform(90, 200)), 1, cv2.LINE_AA, _SHIFT)
    body = np.vstack([upper, lower[::-1]])
    under = sum(blur(sheet.fill(body * (s, 1)), 1.2 * sheet.per_mm) for s in (1, -1))
    cover = np.clip(strands.astype(np.float32) / 255 * 1.0 + 0.5 * under, 0, 1) * look.brow_fullness
    light[:] = mix(light, linear(look.brows), np.clip(cover, 0, 0.93))


def paint_hair(sheet: Sheet, look: Look, light: Floats) -> None:
    """The hair of the head on ``light``, in place."""
    outer = closed_outline([(0, -122), (34, -117), (58, -101), (73, -78), (79, -50), (79, -20), (75, -4), (71, -2), (70, -12), (67, -34), (58, -50), (34, -60), (0, -64)])
    mask = blur(sheet.fill(outer), 1.0 * sheet.per_mm)
    x, y = sheet.xs(), sheet.ys()
    sheen = np.exp(-(((np.hypot(x * 1.1, y + 20) - 78) / 12) ** 2))
    colour = linear(look.hair_colour) + (linear(look.hair_light) - linear(look.hair_colour)) * (0.1 + 0.5 * sheen)[..., None]
    light[:] = light * (1 - mask[..., None]) + colour.astype(np.float32) * mask[..., None]
