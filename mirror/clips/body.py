"""What is behind, below and beside the face: ground, neck, clothes, ears."""

from __future__ import annotations

import numpy as np

from mirror.clips.anatomy import closed_outline, ear_outline
from mirror.clips.look import Ground, Look
from mirror.clips.relief import lit
from mirror.clips.sheet import Floats, Sheet, blur, single, smoothstep, spline
from mirror.clips.skin import linear


def paint_ground(sheet: Sheet, look: Look) -> Floats:
    """(height, width, 3) light of what is behind the head."""
    x, y = sheet.xs(), sheet.ys()
    glow = 0.80 + 0.34 * np.exp(-(((x + 70) / 170) ** 2) - ((y + 30) / 190) ** 2) - 0.10 * smoothstep(0, 330, y)
    light = linear(look.wall) * glow[..., None]
    if look.ground is Ground.WALL:
        light = light * (1 - 0.16 * np.exp(-(((x - 26) / 104) ** 2) - ((y - 20) / 150) ** 2))[..., None]
    return light.astype(np.float32)


def fade_into_black(sheet: Sheet, light: Floats) -> None:
    """Let the figure sink into black towards the picture's edge, in place: behind two-way glass black is mirror."""
    light *= fading(sheet.xs(), sheet.ys())[..., None]


def fading(x: Floats, y: Floats) -> Floats:
    """How much light is left at places (mm on the face's plane) of a picture that sinks into black around the head."""
    far = np.hypot(x / 118, (y - 10) / 176).astype(np.float32)
    return single(smoothstep(0.985, 0.68, far) ** 1.3)


def paint_body(sheet: Sheet, look: Look, light: Floats) -> None:
    """Neck, clothes and ears on ``light`` (height, width, 3), in place."""
    x, y = sheet.xs(), sheet.ys()
    broad = 1.0 + 0.14 * look.jaw
    half = [
        (0, 50),
        (45, 50),
        (45.5, 96),
        (47, 118),
        (54, 136),
        (76, 150),
        (118, 163),
        (150, 180),
        (150, 330),
        (0, 330),
    ]
    outline = closed_outline([(px * broad, py) for px, py in half])
    mask = blur(sheet.fill(outline), 0.5 * sheet.per_mm)[..., None]
    widen = 50 * broad + 90 * smoothstep(112, 190, y)
    depth = 0.85 * np.sqrt(np.clip(widen**2 - x**2, 1, None)) + 10 * smoothstep(120, 190, y)
    for side in (1, -1):
        depth = depth + 2.4 * sheet.stroke(
            spline([(side * 46, 70), (side * 38, 105), (side * 24, 138), (side * 9, 160)]), 11
        )
        depth = depth + 3.0 * sheet.stroke(spline([(side * 12, 164), (side * 45, 158), (side * 90, 160)]), 8)
    depth = depth - 3.5 * sheet.bump(0, 163, 6, 6) + (0.8 + 1.6 * look.jaw) * sheet.bump(0, 136, 6, 7)
    diffuse, gloss = lit(depth.astype(np.float32), sheet.per_mm)
    under_jaw = 112 - 0.0105 * x * x
    cast = (0.55 * smoothstep(46, -6, y - under_jaw) + 0.45 * smoothstep(20, -4, y - under_jaw)) * smoothstep(
        80, 40, np.abs(x)
    )
    neck = linear(look.skin) * (0.96, 0.93, 0.92) * diffuse * (1 - cast[..., None] * (0.66, 0.74, 0.77))
    neck = neck + (0.03 * gloss * (1 - cast))[..., None]
    light[:] = light * (1 - mask) + neck * mask
    _paint_clothes(sheet, look, light, broad)


def _paint_clothes(sheet: Sheet, look: Look, light: Floats, broad: float) -> None:
    x, y = sheet.xs(), sheet.ys()
    half = [
        (0, 152),
        (48, 150),
        (63, 146),
        (80, 152),
        (122, 162),
        (165, 178),
        (198, 212),
        (214, 300),
        (218, 700),
        (0, 700),
    ]
    garment = sheet.fill(closed_outline([(px * broad, py) for px, py in half]))
    opening = closed_outline([(0, 90), (52, 90), (56, 134), (50, 150), (34, 163), (0, 171)])
    neckline = sheet.fill(opening * (broad, 1))
    mask = (blur(garment, 0.5 * sheet.per_mm) * (1 - blur(neckline, 0.35 * sheet.per_mm)))[..., None]
    depth = 0.8 * np.sqrt(np.clip((120 + 110 * smoothstep(120, 240, y)) ** 2 - x**2, 1, None)) + 20 * smoothstep(
        125, 210, y
    )
    for fx, fy, tx, ty, d in (
        (60, 150, 96, 330, 2.2),
        (-66, 152, -88, 330, 2.0),
        (22, 180, 10, 330, 1.6),
        (-130, 175, -112, 330, 2.4),
        (126, 172, 140, 330, 2.2),
    ):
        depth = depth + d * sheet.stroke([(fx, fy), (tx, ty)], 16)
    rim = spline(
        [
            (px * broad * s, py)
            for s in (1,)
            for px, py in ((-56, 134), (-50, 150), (-34, 163), (0, 171), (34, 163), (50, 150), (56, 134))
        ]
    )
    depth = depth + 2.0 * sheet.stroke(np.add(rim, (0, 3.5)), 7)
    diffuse, _ = lit(depth.astype(np.float32), sheet.per_mm)
    shadow = 1 - 0.25 * sheet.stroke(rim - (0, 1.5), 4) * smoothstep(142, 152, y)
    weave = blur(
        np.random.default_rng(look.seed + 5).standard_normal((sheet.height, sheet.width)).astype(np.float32),
        0.6,
    )
    cloth = linear(look.clothes) * diffuse.mean(-1, keepdims=True) * (1 + 0.05 * weave[..., None])
    light *= 1 - (1 - shadow[..., None]) * (1 - mask)
    light[:] = light * (1 - mask) + cloth * mask


def paint_ears(sheet: Sheet, look: Look, light: Floats, face: Floats) -> None:
    """Both ears on ``light``, in place, behind the face, whose coverage (height, width) is given."""
    for side in (1, -1):

        def line(*points: tuple[float, float], mirror: int = side) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
            return spline([(mirror * px, py) for px, py in points])

        edges = sorted((side * 60.0, side * 90.0))
        window, where = sheet.part(edges[0], -20, edges[1], 45)
        cover = (blur(window.fill(ear_outline(side)), 0.35 * window.per_mm) * (1 - face[where]))[..., None]
        depth = 2.4 * window.stroke(line((70, -3), (74, -8.5), (79, -6), (79.6, 4), (78, 14), (75.5, 22)), 3.0)
        depth = depth + 1.5 * window.stroke(line((75, -1), (76.2, 6), (75, 14), (73, 20)), 2.6)
        depth = depth - 3.2 * window.bump(side * 72.6, 9, 2.2, 6.5) + 1.6 * window.bump(side * 73, 28, 3, 4)
        depth = depth + 0.9 * window.bump(side * 69.5, 10, 1.6, 4) - side * 0.25 * window.xs()
        diffuse, gloss = lit(depth.astype(np.float32), window.per_mm)
        tone = linear(look.skin) * 0.70 + linear(look.flush) * 0.30
        ear = tone * (0.30 + 0.66 * diffuse) * 0.9 + 0.03 * gloss[..., None]
        hollow = (0.62 * window.bump(side * 72.8, 10, 2.0, 5.5))[..., None]
        ear = ear * (1 - hollow * (0.8, 1.0, 1.0))
        light[where] = light[where] * (1 - cover) + ear * cover
