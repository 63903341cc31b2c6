"""The colour of the skin, before light."""

from __future__ import annotations

import numpy as np

from mirror.clips.anatomy import EYE_X, LIP_LINE, across, lip_edges
from mirror.clips.look import Colour, Look
from mirror.clips.sheet import Floats, Sheet, blur, single, smoothstep


def linear(colour: Colour) -> Floats:
    """A screen colour as light, red, green, blue, 0..1."""
    return ((np.array(colour, np.float32) / 255) ** 2.2).astype(np.float32)


def screen(light: Floats) -> Floats:
    """Light 0..1 and above as a screen value 0..1, with a soft shoulder instead of burnt highlights."""
    soft = np.where(light < 0.6, light, 0.6 + 0.4 * (1 - np.exp(-(light - 0.6) / 0.4)))
    result: Floats = np.clip(soft, 0, 1) ** np.float32(1 / 2.2)
    return result.astype(np.float32)


def mix(base: Floats, colour: Floats, amount: Floats | float) -> Floats:
    """``base`` on its way to one colour, by a map of amounts."""
    weight = amount[..., None] if isinstance(amount, np.ndarray) else np.float32(amount)
    result: Floats = (base + (colour - base) * weight).astype(np.float32)
    return result


def lip_mask(sheet: Sheet, fullness: float) -> Floats:
    """(height, width) 0..1 where the lips are."""
    x, y = sheet.xs(), sheet.ys()
    upper, lower = lip_edges(x, fullness)
    edge = 0.7
    inside = smoothstep(-edge, edge, y - upper) * smoothstep(edge, -edge, y - lower)
    result: Floats = inside * smoothstep(26.2, 24.4, np.abs(x))
    return result


def grain(sheet: Sheet, seed: int) -> Floats:
    """(height, width) fixed fine texture around 0: pores and the unevenness that the eye expects of skin."""
    noise = np.random.default_rng(seed)
    fine = blur(noise.standard_normal((sheet.height, sheet.width)).astype(np.float32), 0.35 * sheet.per_mm)
    soft = blur(noise.standard_normal((sheet.height, sheet.width)).astype(np.float32), 2.2 * sheet.per_mm)
    return single(0.6 * fine / fine.std() + 0.4 * soft / soft.std())


def _lip_lines(sheet: Sheet, seed: int) -> Floats:
    noise = np.random.default_rng(seed + 4).standard_normal((1, sheet.width)).astype(np.float32)
    lines = blur(np.repeat(noise, sheet.height, 0), 0.45 * sheet.per_mm)
    return single(lines / lines.std())


def albedo(sheet: Sheet, look: Look) -> Floats:
    """(height, width, 3) how much light the skin gives back, red, green, blue."""
    skin, flush, lips = linear(look.skin), linear(look.flush), linear(look.lips)
    tone = np.broadcast_to(skin, (sheet.height, sheet.width, 3)).astype(np.float32)
    for side in (1, -1):
        tone = mix(tone, flush, 0.34 * sheet.bump(side * 44, 34, 15, 12, side * -25))
        tone = mix(tone, flush, 0.20 * sheet.bump(side * 16, 38, 6, 7))
        tone = mix(tone, flush * 0.8, 0.30 * sheet.bump(side * EYE_X, -4, 15, 6))
        tone = mix(
            tone,
            skin * (0.72, 0.70, 0.76),
            (0.22 + 0.25 * look.age) * sheet.bump(side * 28, 10, 12, 4.5, side * 8),
        )
        tone = mix(tone, flush, 0.4 * sheet.bump(side * 77, 12, 6, 22))
    tone = mix(tone, flush, 0.30 * sheet.bump(0, 34, 9, 8))
    tone = mix(tone, flush, 0.14 * sheet.bump(0, 100, 14, 8))
    tone = mix(tone, skin * (1.04, 1.05, 1.04), 0.6 * sheet.bump(0, -36, 30, 14))
    if look.jaw > 0.5:
        stubble = np.clip(sheet.bump(0, 92, 46, 26) - 0.3 * sheet.bump(0, 40, 40, 20), 0, 1)
        tone = mix(tone, skin * (0.74, 0.78, 0.84), 0.28 * stubble)
    mouth = lip_mask(sheet, look.lip_fullness)
    tone = mix(tone, lips, 0.82 * mouth)
    x = np.linspace(-25.6, 25.6, 90, dtype=np.float32)
    meeting = sheet.stroke(np.column_stack([x, across(LIP_LINE, x)]), 1.1)
    tone = mix(tone, lips * (0.22, 0.14, 0.14), 0.72 * meeting)
    texture = grain(sheet, look.seed)
    lined = 0.022 * mouth * _lip_lines(sheet, look.seed) + 0.018 * texture
    return single(tone * (1 + lined[..., None]))


def face_light(sheet: Sheet, diffuse: Floats, gloss: Floats, tone: Floats) -> Floats:
    """(height, width, 3) what lit skin gives back: its colour, and a little shine where skin is smooth or moist."""
    sheen = 0.075 + 0.10 * sheet.bump(0, 29, 4, 5) + 0.06 * sheet.bump(0, 8, 4, 16) + 0.05 * sheet.bump(0, -36, 26, 12)
    sheen = sheen + 0.13 * sheet.bump(0, 75.5, 10, 3) + 0.04 * sheet.bump(0, 99, 10, 6)
    for side in (1, -1):
        sheen = sheen + 0.05 * sheet.bump(side * 42, 19, 10, 7)
    return single(tone * diffuse + (gloss * sheen)[..., None])
