"""The resting head, painted once: ground, neck, clothes, ears, face, brows and hair, with closed smooth lids."""

from __future__ import annotations

import numpy as np

from mirror.clips.anatomy import BROW_LOWER, BROW_UPPER, ear_outline, head_outline, closed_outline
from mirror.clips.look import Ground, Look
from mirror.clips.relief import broad_depth, fine_depth, lit
from mirror.clips.sheet import Floats, Sheet, blur, smoothstep, spline
from mirror.clips.skin import albedo, linear, mix, screen
from mirror.clips.hair import paint_brows, paint_hair


def face_colour(sheet: Sheet, look: Look, depth: Floats, tone: Floats) -> Floats:
    """(height, width, 3) light from lit skin."""
    diffuse, gloss = lit(depth, sheet.per_mm)
    x, y = sheet.xs(), sheet.ys()
    oily = 0.05 + 0.05 * sheet.bump(0, 28, 6, 12) + 0.04 * sheet.bump(0, -36, 26, 12) + 0.07 * sheet.bump(0, 76, 9, 3)
    return (tone * diffuse + (gloss * oily)[..., None]).astype(np.float32)


def paint_head(sheet: Sheet, look: Look) -> Floats:
    """(height, width, 3) the resting picture as screen values 0..1, red, green, blue."""
    picture = paint_ground(sheet, look)
    window, where = sheet.part(-130, -140, 130, 190)
    part = picture[where]
    x, y = window.xs(), window.ys()
    skin = linear(look.skin)

    neck_outline = closed_outline([(0, 60), (46, 60), (47, 110), (49, 132), (66, 146), (110, 158), (128, 166), (128, 230), (0, 230)])
    neck = window.fill(neck_outline)
    roundness = np.clip(1 - (x / 56) ** 2, 0, 1) ** 0.5
    cast = smoothstep(168, 100, y + 0.006 * x * x)
    shade = (0.30 + 0.42 * roundness) * (1 - 0.62 * cast)
    neck_light = skin * np.dstack([shade**0.9, shade, shade * 1.02])
    part[:] = mix(part, neck_light, 0.0) * (1 - neck[..., None]) + neck_light * neck[..., None]

    for side in (1, -1):
        ear = blur(window.fill(ear_outline(side)), 0.4 * window.per_mm)
        inner = window.stroke(spline([(side * 72, -4), (side * 77, -5), (side * 78, 5), (side * 75, 17), (side * 72.5, 24)]), 2.6)
        dark = window.bump(side * 72.5, 9, 2.6, 7)
        tone = linear(look.skin) * 0.55 + linear(look.flush) * 0.18
        ear_light = tone * (0.78 + 0.35 * inner - 0.55 * dark)[..., None]
        part[:] = part * (1 - ear[..., None]) + ear_light * ear[..., None]

    depth = broad_depth(window) + fine_depth(window)
    face = face_colour(window, look, depth, albedo(window, look))
    mask = blur(window.fill(head_outline(look.jaw)), 0.35 * window.per_mm)[..., None]
    part[:] = part * (1 - mask) + face * mask

    for side in (1, -1):
        nostril = window.bump(side * 7.6, 43.6, 3.6, 1.5, side * -14)
        part[:] = mix(part, linear((46, 20, 16)), np.clip(1.5 * nostril - 0.35, 0, 0.86))
    paint_brows(window, look, part)
    paint_hair(window, look, part)
    picture[where] = part
    return screen(picture)


def paint_ground(sheet: Sheet, look: Look) -> Floats:
    """(height, width, 3) light of what is behind the head, and the clothes."""
    x, y = sheet.xs(), sheet.ys()
    wall = linear(look.wall)
    glow = 0.75 + 0.3 * np.exp(-(((x + 60) / 190) ** 2) - ((y + 40) / 220) ** 2)
    light = (wall * glow[..., None]).astype(np.float32)
    shoulders = closed_outline([(0, 128), (40, 132), (62, 146), (110, 160), (165, 176), (205, 214), (222, 330), (224, 700), (0, 700)])
    mask = blur(sheet.fill(shoulders), 0.5 * sheet.per_mm)
    fold = 0.55 + 0.35 * np.exp(-((x + 70) / 90) ** 2) - 0.25 * smoothstep(150, 320, y)
    cloth = linear(look.clothes) * np.clip(fold, 0.15, 1)[..., None]
    if look.ground is Ground.BLACK:
        cloth = cloth * (smoothstep(260, 150, y) * smoothstep(200, 80, np.abs(x)))[..., None]
    return (light * (1 - mask[..., None]) + cloth * mask[..., None]).astype(np.float32)
