"""The resting head, painted once, with closed smooth lids and closed lips."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mirror.clips.anatomy import head_outline
from mirror.clips.body import fade_into_black, paint_body, paint_ears, paint_ground
from mirror.clips.folds import Folds
from mirror.clips.hair import paint_brows, paint_hair, paint_hair_behind
from mirror.clips.look import Ground, Look
from mirror.clips.relief import broad_depth, fine_depth, lit
from mirror.clips.sheet import Floats, Sheet, blur
from mirror.clips.skin import albedo, face_light, linear, mix, screen


@dataclass(frozen=True, slots=True)
class Head:
    """A painted head: ``picture`` (height, width, 3) screen values 0..1, red, green, blue, and the light on its folds.

    ``face`` is where on the picture the folds are added.
    """

    picture: Floats
    face: tuple[slice, slice]
    folds: Folds


def paint_head(sheet: Sheet, look: Look) -> Head:
    """Paint the resting head on the sheet."""
    light = paint_ground(sheet, look)
    cover = blur(sheet.fill(head_outline(look.jaw)), 0.4 * sheet.per_mm)
    paint_hair_behind(sheet, look, light)
    paint_body(sheet, look, light)
    paint_ears(sheet, look, light, cover)
    window, where = sheet.part(-100, -130, 100, 124)
    part = light[where]
    depth = broad_depth(window) + fine_depth(window, look)
    tone = albedo(window, look)
    mask = cover[where][..., None]
    part[:] = part * (1 - mask) + face_light(window, *lit(depth, window.per_mm), tone) * mask
    for side in (1, -1):
        nostril = window.bump(side * 7.8, 43.4, 3.7, 1.45, side * -14)
        part[:] = mix(part, linear((52, 24, 18)), np.clip(1.5 * nostril - 0.35, 0, 0.84))
    paint_brows(window, look, part)
    paint_hair(sheet, look, light)
    if look.ground is Ground.BLACK:
        fade_into_black(sheet, light)
    face, at = sheet.part(-76, -72, 76, 118)
    inner, there = window.part(-76, -72, 76, 118)
    if (inner.width, inner.height) != (face.width, face.height):
        raise ValueError("the face's window does not lie on the sheet's pixels")
    return Head(screen(light), at, Folds(face, look, depth[there], tone[there]))
