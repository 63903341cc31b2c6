"""Brows and hair, laid strand by strand."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from mirror.clips.anatomy import BROW_LOWER, BROW_UPPER, closed_outline
from mirror.clips.look import Hair, Look
from mirror.clips.sheet import Floats, Sheet, blur, smoothstep, spline
from mirror.clips.skin import linear, mix

Points = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]

_SHIFT: Final = 4


def _lay(layer: Bytes, sheet: Sheet, line: npt.ArrayLike, tone: float, thickness: int = 1) -> None:
    at = np.round(sheet.pixels(line) * (1 << _SHIFT)).astype(np.int32)
    cv2.polylines(layer, [at], False, tone, thickness, cv2.LINE_AA, _SHIFT)


def _brow_edges(look: Look) -> tuple[Points, Points]:
    """Upper and lower edge of the left brow; a drop lowers and flattens its arch."""
    upper, lower = spline(BROW_UPPER), spline(BROW_LOWER)
    for edge in (upper, lower):
        arch = np.sin(np.pi * np.clip((edge[:, 0] - 10.5) / 46, 0, 1))
        edge[:, 1] += look.brow_drop_mm * (0.35 + 0.65 * arch)
    return upper, lower


def paint_brows(sheet: Sheet, look: Look, light: Floats) -> None:
    """Brow hair on ``light`` (height, width, 3), in place: rising at the nose, lying flat towards the temple."""
    noise = np.random.default_rng(look.seed + 1)
    upper, lower = _brow_edges(look)
    cover = np.zeros((sheet.height, sheet.width), np.float32)
    for _ in range(4):
        layer = np.zeros((sheet.height, sheet.width), np.uint8)
        for x in noise.uniform(10.5, 55.5, 120):
            t = (x - 10.5) / 46
            top, bottom = np.interp(x, upper[:, 0], upper[:, 1]), np.interp(x, lower[:, 0], lower[:, 1])
            v = noise.beta(1.4, 1.4)
            lean = np.interp(t, [0, 0.12, 0.35, 0.62, 1], [-64, -50, -30, -6, 26]) + (v - 0.45) * 34 * (1 - 0.5 * t)
            start = bottom + (top - bottom) * (0.02 + 0.8 * v)
            length = noise.uniform(3.0, 5.2) * (1 - 0.3 * t) * (1 - 0.35 * v)
            bend = np.radians(lean + noise.normal(0, 5))
            tone = noise.uniform(70, 150)
            for side in (1, -1):
                mid = (side * (x + 0.5 * length * np.cos(bend)), start + 0.5 * length * np.sin(bend))
                later = bend + 0.32
                end = (mid[0] + side * 0.5 * length * np.cos(later), mid[1] + 0.5 * length * np.sin(later))
                _lay(layer, sheet, [(side * x, start), mid, end], tone)
        cover += layer.astype(np.float32) / 255
    body = np.vstack([upper, lower[::-1]])
    under = blur(sheet.fill(body) + sheet.fill(body * (-1, 1)), 1.1 * sheet.per_mm)
    inner = smoothstep(8, 18, np.abs(sheet.xs())) * 0.5 + 0.5
    amount = np.clip((0.85 * np.clip(cover * 0.8, 0, 1.15) + 0.58 * under) * inner, 0, 1) * look.brow_fullness
    light[:] = mix(light, linear(look.brows), np.clip(amount, 0, 0.92))


def paint_hair_behind(sheet: Sheet, look: Look, light: Floats) -> None:
    """Hair gathered at the nape, seen beside the neck, in place."""
    if look.hair is not Hair.SWEPT_BACK:
        return
    noise = np.random.default_rng(look.seed + 9)
    outline = closed_outline([(0, -60), (70, -40), (79, 4), (75, 34), (66, 62), (56, 86), (40, 104), (0, 110)])
    streak = np.full((sheet.height, sheet.width), 60, np.uint8)
    for side in (1, -1):
        for u in noise.uniform(0, 1, 260):
            line = spline(
                [
                    (side * (58 + 21 * u), 0),
                    (side * (56 + 20 * u), 34),
                    (side * (48 + 14 * u), 76),
                    (side * 36, 108),
                ],
                steps=6,
            )
            _lay(streak, sheet, line, noise.uniform(20, 150))
    x, y = sheet.xs(), sheet.ys()
    tone = blur(streak.astype(np.float32) / 255, 0.5)
    edge = np.exp(-(((np.abs(x) - 76 + 0.22 * np.clip(y - 5, 0, None)) / 9) ** 2))
    colour = _coloured(look, 0.02 + 0.5 * tone * edge * smoothstep(105, 10, y))
    mask = blur(sheet.fill(outline), 0.7 * sheet.per_mm)[..., None]
    light[:] = light * (1 - mask) + colour * mask


def paint_hair(sheet: Sheet, look: Look, light: Floats) -> None:
    """The hair over the head on ``light``, in place."""
    if look.hair is Hair.SWEPT_BACK:
        _paint_parted(sheet, look, light)
    else:
        _paint_short(sheet, look, light)


def _coloured(look: Look, glow: Floats) -> Floats:
    dark, bright = linear(look.hair_colour), linear(look.hair_light)
    return (
        dark * (0.35 + 0.65 * np.clip(glow * 3, 0, 1))[..., None] + (bright - dark) * np.clip(glow, 0, 1.4)[..., None]
    ).astype(np.float32)


def _paint_parted(sheet: Sheet, look: Look, light: Floats) -> None:
    """Parted in the middle, laid over the temples and behind the ears."""
    noise = np.random.default_rng(look.seed + 2)
    inner = spline([(-0.8, -65), (14, -63.5), (35, -58.5), (54, -46), (64.5, -25), (67.5, -7), (71.5, 1), (76, 8)])
    outer = spline(
        [
            (-0.8, -120.5),
            (22, -118.5),
            (44, -110),
            (61.5, -94),
            (73.5, -69),
            (80.5, -38),
            (83, -12),
            (80.5, 10),
        ]
    )
    streak = np.full((sheet.height, sheet.width), 90, np.uint8)
    mask = np.zeros((sheet.height, sheet.width), np.float32)
    for side in (1, -1):
        mask = np.maximum(mask, sheet.fill(np.vstack([inner, outer[::-1]]) * (side, 1)))
        for u in noise.permutation(np.linspace(0, 1, 900)):
            wave = noise.normal(0, 0.012) * np.sin(
                np.linspace(0, noise.uniform(3, 7), len(inner)) + noise.uniform(0, 6)
            )
            v = np.clip(u + wave + noise.normal(0, 0.01), -0.015, 1.02)[:, None]
            a, b = noise.uniform(0, 0.25) ** 2, 1 - noise.uniform(0, 0.2) ** 2
            line = (inner + (outer - inner) * v)[int(a * len(inner)) : int(b * len(inner))]
            clump = 0.6 + 0.16 * np.sin(29 * u + side) + 0.2 * np.sin(83 * u + 2)
            _lay(
                streak,
                sheet,
                line * (side, 1),
                30 + 150 * clump * noise.uniform(0.5, 1.2),
                1 if noise.uniform() < 0.8 else 2,
            )
    stray = np.zeros((sheet.height, sheet.width), np.uint8)
    for side in (1, -1):
        for u in np.concatenate([noise.uniform(-0.06, 0.02, 34), noise.uniform(0.985, 1.05, 60)]):
            line = inner + (outer - inner) * u
            cut = sorted(noise.integers(2, len(line), 2))
            if cut[1] - cut[0] > 4:
                _lay(stray, sheet, line[cut[0] : cut[1]] * (side, 1), noise.uniform(60, 150))
    tone = blur(streak.astype(np.float32) / 255, 0.45)
    x, y = sheet.xs(), sheet.ys()
    r = np.hypot(x / 80, (y + 14) / 106)
    sheen = np.exp(-(((r - 0.79) / 0.13) ** 2)) * (0.95 - 0.25 * x / 80) * smoothstep(20, -70, y)
    hollow = 1 - 0.72 * np.exp(-(np.abs(x) / 4.5)) * smoothstep(-60, -70, y) - 0.55 * smoothstep(0.9, 1.05, r)
    glow = (0.05 + 0.20 * tone + 2.0 * sheen * tone**1.7) * np.clip(hollow, 0.1, 1)
    soft = blur(mask, 0.55 * sheet.per_mm)
    cast = blur(mask, 3.2 * sheet.per_mm)
    light *= 1 - 0.34 * (np.clip(cast * 1.5, 0, 1) * (1 - soft))[..., None] * (np.array((0.8, 1, 1.05), np.float32))
    cover = np.clip(soft + stray.astype(np.float32) / 255 * 0.7, 0, 1)[..., None]
    light[:] = light * (1 - cover) + _coloured(look, glow) * cover


def _paint_short(sheet: Sheet, look: Look, light: Floats) -> None:
    """Short, brushed up and a little to one side; thinner at the temples."""
    noise = np.random.default_rng(look.seed + 2)
    hairline = [
        (0, -66),
        (13, -67),
        (26, -69.5),
        (38, -71),
        (47, -65),
        (52.5, -54),
        (56.5, -42),
        (62.5, -28),
        (66, -12),
        (67.5, 4),
        (68.5, 15),
        (71.5, 13),
        (72.5, 0),
    ]
    crown = [(75, -14), (76.5, -42), (73.5, -70), (63, -95), (45, -112), (23, -121), (0, -124)]
    left = spline([*hairline, *crown])
    outline = np.vstack([left, (left * (-1, 1))[::-1]])
    mask = sheet.fill(outline)
    soft = np.clip(blur(mask, 2.6 * sheet.per_mm) ** 1.5 * 1.2, 0, 1)
    streak = np.full((sheet.height, sheet.width), 110, np.uint8)
    fringe = np.zeros((sheet.height, sheet.width), np.uint8)
    inside = blur(mask, 2.0 * sheet.per_mm)
    roots = np.column_stack([noise.uniform(-80, 80, 9000), noise.uniform(-124, 14, 9000)])
    roots = roots[np.argsort(-(-roots[:, 1] - 0.2 * np.abs(roots[:, 0])))]
    for x, y in roots:
        px, py = sheet.pixels([(x, y)])[0]
        if inside[min(max(int(py), 0), sheet.height - 1), min(max(int(px), 0), sheet.width - 1)] < noise.uniform(
            0.2, 0.7
        ):
            continue
        s = 1 if x > 0 else -1
        temple = float(np.clip((abs(x) - 48) / 16, 0, 1)) * float(np.clip((y + 100) / 36, 0, 1))
        top = np.radians(-52 + 22 * (x + 20) / 60 + 0.35 * (y + 90) + noise.normal(0, 8))
        side = np.radians((68 if s > 0 else 112) + noise.normal(0, 9))
        dx = np.cos(top) * (1 - temple) + np.cos(side) * temple
        dy = np.sin(top) * (1 - temple) + np.sin(side) * temple
        length = noise.uniform(9, 19) * (1 - 0.55 * temple)
        curl = noise.normal(0.3, 0.12) * (1 - temple)
        mid = (x + 0.5 * length * dx, y + 0.5 * length * dy)
        end = (mid[0] + 0.5 * length * (dx - curl * dy), mid[1] + 0.5 * length * (dy + curl * dx))
        _lay(streak, sheet, [(x, y), mid, end], float(np.clip(noise.normal(112, 56), 10, 250)))
        _lay(fringe, sheet, [(x, y), mid, end], 150)
    tone = blur(streak.astype(np.float32) / 255, 0.4)
    x, y = sheet.xs(), sheet.ys()
    r = np.hypot(x / 80, (y + 22) / 103)
    volume = 0.95 - 0.60 * smoothstep(0.72, 1.05, r) + 0.22 * np.exp(-(((x + 22) / 34) ** 2) - ((y + 92) / 18) ** 2)
    volume = volume - 0.25 * smoothstep(-66, -58, y) * smoothstep(60, 40, np.abs(x))
    glow = (0.02 + 0.92 * tone) * np.clip(volume, 0.15, 1.3)
    cover = (
        smoothstep(1.08, 1.0, r)
        * np.clip(soft * 0.95 + 0.8 * blur(fringe.astype(np.float32) / 255, 0.5) * (0.25 + soft), 0, 1)
    )[..., None]
    light[:] = light * (1 - cover) + _coloured(look, glow) * cover
