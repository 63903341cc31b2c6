"""The eyes: everything between and around the lids that changes from picture to picture."""

from __future__ import annotations

import cv2
import numpy as np

from mirror.clips.anatomy import EYE_X, IRIS_MM, lid_crease, lid_margins
from mirror.clips.expression import Half
from mirror.clips.look import Look
from mirror.clips.sheet import Floats, Sheet, blur, smoothstep
from mirror.clips.skin import linear, screen

_GAZE_MM = (4.5, 2.5)
_SPRITE_MM = 16.0


class Eye:
    """One eye.  ``side`` is 1 for the subject's left.  Paints on a part of the sheet it was given."""

    def __init__(self, sheet: Sheet, look: Look, side: int, skin: Floats) -> None:
        self.side = side
        edges = sorted((side * (EYE_X - 19.5), side * (EYE_X + 20.5)))
        self.sheet, self.where = sheet.part(edges[0], -15, edges[1], 10)
        self._skin = skin[self.where].astype(np.float32)
        self._look = look
        self._x = (self.sheet.xs() * side).astype(np.float32)
        self._y = self.sheet.ys()
        self._ball = self._paint_ball()
        self._iris = self._paint_iris()
        self._dark = screen(linear(look.brows) * 0.35) * 255

    def _paint_ball(self) -> Floats:
        t = np.clip((self._x - 16) / 31, 0, 1)
        radius = np.hypot((self._x - EYE_X) / 17, self._y / 11)
        white = np.array((232, 224, 220), np.float32) * (1.0 - 0.26 * np.clip(radius, 0, 1.3) ** 2)[..., None]
        pink = np.clip(1 - t * 7.5, 0, 1)[..., None] * np.ones_like(white[..., :1])
        return (white * (1 - 0.75 * pink) + np.array((196, 128, 118), np.float32) * 0.75 * pink).astype(np.float32)

    def _paint_iris(self) -> Floats:
        """(n, n, 4) red, green, blue 0..255 and coverage, the iris and its pupil, centred."""
        fine = 4
        n = round(_SPRITE_MM * self.sheet.per_mm)
        at = (np.arange(n * fine, dtype=np.float32) + 0.5) / (fine * self.sheet.per_mm) - n / self.sheet.per_mm / 2
        x, y = at[None, :], at[:, None]
        r, angle = np.hypot(x, y) / (IRIS_MM / 2), np.arctan2(y, x)
        noise = np.random.default_rng(self._look.seed + 3)
        rays = sum(noise.uniform(0.3, 1) * np.cos(k * angle + noise.uniform(0, 6.3)) for k in (7, 11, 17, 23, 31, 43)) / 4
        base = np.array(self._look.iris, np.float32)
        tone = 0.85 + 0.22 * rays * smoothstep(0.3, 0.7, r) + 0.45 * np.exp(-(((r - 0.55) / 0.16) ** 2))
        tone = tone * (1 - 0.62 * smoothstep(0.74, 1.0, r)) * (1 + 0.38 * y / (IRIS_MM / 2))
        colour = base * tone[..., None]
        pupil = smoothstep(0.40, 0.33, r)[..., None]
        colour = colour * (1 - pupil) + np.array((12, 9, 9), np.float32) * pupil
        cover = smoothstep(1.03, 0.95, r)
        whole = np.dstack([np.clip(colour, 0, 255) * cover[..., None], cover]).astype(np.float32)
        return cv2.resize(whole, (n, n), interpolation=cv2.INTER_AREA).astype(np.float32)

    def paint(self, canvas: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], half: Half, gaze_x: float, gaze_y: float) -> None:
        """The eye as it is now, on the canvas (blue, green, red)."""
        k, closure = self.sheet.per_mm, half.eye_closure
        x1 = self._x
        upper, lower = lid_margins(x1, closure, 0.9 * half.droop)
        over, under = self._y - upper, lower - self._y
        steep = np.sqrt(1 + np.gradient(upper[0], 1 / k) ** 2)[None, :].astype(np.float32)
        opening = np.clip(0.5 + over * k / steep, 0, 1) * np.clip(0.5 + under * k, 0, 1)
        opening *= np.clip((lower - upper) * k * 1.2, 0, 1)

        ball = self._ball.copy()
        cx = self.side * EYE_X + gaze_x * _GAZE_MM[0]
        cy = -0.2 + gaze_y * _GAZE_MM[1]
        n = self._iris.shape[0]
        px, py = self.sheet.pixels([(cx, cy)])[0]
        move = np.array([[1, 0, px - (n - 1) / 2], [0, 1, py - (n - 1) / 2]])
        iris = cv2.warpAffine(self._iris, move, (self.sheet.width, self.sheet.height))
        ball = ball * (1 - iris[..., 3:]) + iris[..., :3]
        light = np.exp(-(((self.sheet.xs() - cx + 1.9) / 0.95) ** 2) - ((self._y - cy + 2.1) / 0.95) ** 2)
        ball += (235 - ball) * (np.clip(1.5 * light, 0, 1) * 0.92)[..., None]
        ball *= (1 - 0.52 * np.exp(-np.clip(over, 0, None) / 1.7) - 0.12 * np.exp(-np.clip(under, 0, None) / 0.9))[..., None]

        skin = self._skin
        crease = self._y - lid_crease(x1, closure)
        width = smoothstep(15, 22, x1) * smoothstep(50, 44, x1)
        fold = (0.42 - 0.22 * closure) * np.exp(-((crease / 0.75) ** 2)) + 0.16 * np.exp(-(((crease + 1.2) / 1.9) ** 2))
        skin = skin * (1 - np.dstack([fold * 0.85, fold, fold]) * width[..., None])
        picture = skin + (ball - skin) * opening[..., None]

        t = np.clip((x1 - 17) / 29, 0, 1)
        lashes = 0.35 + 0.65 * self._look.lashes
        rim = np.exp(-np.clip(-over - 0.2, 0, None) / (0.35 + 0.55 * t * lashes)) * np.exp(-(np.clip(over, 0, None) / 0.45) ** 2)
        rim *= smoothstep(16.2, 20, x1) * smoothstep(47.8, 45.5, x1) * (0.55 + 0.4 * lashes)
        low = np.exp(-((under + 0.25) / 0.45) ** 2) * smoothstep(18, 26, x1) * smoothstep(47.5, 44, x1) * (0.18 + 0.22 * lashes)
        dark = np.clip(rim + low * (1 - rim), 0, 1)[..., None]
        picture = picture + (self._dark - picture) * dark
        canvas[self.where] = np.clip(picture + 0.5, 0, 255).astype(np.uint8)[..., ::-1]
