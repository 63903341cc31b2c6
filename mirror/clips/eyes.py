"""The eyes: everything between and around the lids that changes from picture to picture."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from mirror.clips.anatomy import EYE_INNER, EYE_OUTER, EYE_X, IRIS_MM, lid_crease, lid_margins
from mirror.clips.expression import Half
from mirror.clips.look import Look
from mirror.clips.sheet import Floats, Sheet, single, smoothstep
from mirror.clips.skin import linear, screen

_GAZE_MM: Final = (4.5, 2.5)
_SPRITE_MM: Final = 16.0
_LIFT_MM: Final = 3.6
_LASHES: Final = 40
_SHIFT: Final = 4

_WHITE: Final = np.array((226, 217, 211), np.float32)
_CARUNCLE: Final = np.array((190, 122, 112), np.float32)
_WET: Final = np.array((232, 178, 166), np.float32)


class Eye:
    """One eye.  ``side`` is 1 for the subject's left.  Paints on a part of the sheet it was given."""

    def __init__(self, sheet: Sheet, look: Look, side: int) -> None:
        edges = sorted((side * (EYE_X - 19.5), side * (EYE_X + 21.5)))
        self.sheet, self.where = sheet.part(edges[0], -15, edges[1], 11)
        self._side, self._look = side, look
        self._x, self._y = (self.sheet.xs() * side).astype(np.float32), self.sheet.ys()
        self._ball = self._paint_ball()
        self._iris = self._paint_iris()
        self._dark = screen(linear(look.brows) * 0.22) * 255
        self._lashed = 0.3 + 0.7 * look.lashes
        noise = np.random.default_rng(look.seed + 6)
        self._roots = np.sort(noise.uniform(EYE_INNER + 2.5, EYE_OUTER + 0.2, _LASHES)).astype(np.float32)
        self._lengths = noise.uniform(0.75, 1.1, _LASHES) * self._lashed

    def _paint_ball(self) -> Floats:
        """(height, width, 3) the white of the eye, rounded by light, with the caruncle in the inner corner."""
        radius = np.hypot((self._x - EYE_X) / 16.5, (self._y - 0.8) / 10)
        white = _WHITE * (1.0 - 0.30 * np.clip(radius, 0, 1.3) ** 2)[..., None] * np.array((1, 0.985, 0.98), np.float32)
        near = np.exp(-(((self._x - EYE_INNER - 1.2) / 2.4) ** 2)) * np.ones_like(self._y)
        blush = 0.16 * smoothstep(0.5, 1.1, radius)
        pink = np.clip(near + blush, 0, 0.9)[..., None]
        return single(white * (1 - pink) + _CARUNCLE * pink)

    def _paint_iris(self) -> Floats:
        """(n, n, 4) red, green, blue 0..255 times coverage, and coverage: the iris and its pupil, centred."""
        fine = 4
        n = round(_SPRITE_MM * self.sheet.per_mm)
        at = (np.arange(n * fine, dtype=np.float32) + 0.5) / (fine * self.sheet.per_mm) - n / self.sheet.per_mm / 2
        x, y = at[None, :], at[:, None]
        r, angle = np.hypot(x, y) / (IRIS_MM / 2), np.arctan2(y, x)
        noise = np.random.default_rng(self._look.seed + 3)
        rays = (
            sum(noise.uniform(0.3, 1) * np.cos(k * angle + noise.uniform(0, 6.3)) for k in (7, 11, 17, 23, 31, 43)) / 4
        )
        tone = 0.80 + 0.20 * rays * smoothstep(0.3, 0.7, r) + 0.40 * np.exp(-(((r - 0.54) / 0.15) ** 2))
        tone = tone * (1 - 0.66 * smoothstep(0.72, 1.0, r)) * (1 + 0.42 * y / (IRIS_MM / 2) - 0.15 * x / (IRIS_MM / 2))
        colour = np.array(self._look.iris, np.float32) * tone[..., None]
        pupil = smoothstep(0.45, 0.36, r)[..., None]
        colour = colour * (1 - pupil) + np.array((12, 9, 9), np.float32) * pupil
        cover = smoothstep(1.05, 0.95, r)
        whole = np.dstack([np.clip(colour, 0, 255) * cover[..., None], cover]).astype(np.float32)
        return cv2.resize(whole, (n, n), interpolation=cv2.INTER_AREA).astype(np.float32)

    def paint(self, canvas: npt.NDArray[np.uint8], half: Half, gaze_x: float, gaze_y: float) -> None:
        """The eye as it is now, on the canvas (blue, green, red), which shows a smooth closed lid."""
        k, x, closure = self.sheet.per_mm, self._x, half.eye_closure
        upper, lower = lid_margins(x, closure, 0.9 * half.droop - _LIFT_MM * half.lid_lift * (1 - closure))
        over, under = self._y - upper, lower - self._y
        steep = np.sqrt(1 + np.gradient(upper[0], 1 / k) ** 2)[None, :].astype(np.float32)
        opening = np.clip(0.5 + over * k / steep, 0, 1) * np.clip(0.5 + under * k, 0, 1)
        opening *= np.clip((lower - upper) * k * 1.2, 0, 1)

        picture = self._lids(canvas[self.where][..., ::-1].astype(np.float32), closure, over, under)
        ball = self._seen_ball(gaze_x, gaze_y)
        ball *= (1 - 0.55 * np.exp(-np.clip(over, 0, None) / 1.7) - 0.10 * np.exp(-np.clip(under, 0, None) / 0.9))[
            ..., None
        ]
        picture += (ball - picture) * opening[..., None]
        picture += (self._dark - picture) * self._fringe(upper, over, under, closure)[..., None]
        canvas[self.where] = np.clip(picture + 0.5, 0, 255).astype(np.uint8)[..., ::-1]

    def _lids(self, skin: Floats, closure: float, over: Floats, under: Floats) -> Floats:
        """The lids' skin with its crease and the moist edge of the lower lid."""
        x = self._x
        crease = self._y - lid_crease(x, closure)
        width = smoothstep(15, 23, x) * smoothstep(51, 43, x)
        fold = (0.46 - 0.28 * closure) * np.exp(-((crease / (0.7 + 0.5 * closure)) ** 2)) + 0.15 * np.exp(
            -(((crease + 1.3) / 2.0) ** 2)
        )
        lid = smoothstep(-1.5, 2.5, crease) * smoothstep(2.0, -0.5, over)
        fold = fold + closure * lid * (0.07 + 0.17 * np.exp(-((over / 3.2) ** 2)))  # it rounds away from the light
        shade = (fold * width)[..., None] * np.array((0.85, 1.0, 1.02), np.float32)
        wet = (
            np.exp(-(((under + 0.45) / 0.42) ** 2))
            * smoothstep(18, 23, x)
            * smoothstep(46.5, 42, x)
            * 0.5
            * (1 - closure)
        )
        skin = skin * (1 - shade)
        return single(skin + (_WET - skin) * wet[..., None])

    def _seen_ball(self, gaze_x: float, gaze_y: float) -> Floats:
        cx, cy = self._side * EYE_X + gaze_x * _GAZE_MM[0], -0.5 + gaze_y * _GAZE_MM[1]
        n = self._iris.shape[0]
        px, py = self.sheet.pixels([(cx, cy)])[0]
        move = np.array([[1, 0, px - (n - 1) / 2], [0, 1, py - (n - 1) / 2]])
        iris = cv2.warpAffine(self._iris, move, (self.sheet.width, self.sheet.height))
        ball = self._ball * (1 - iris[..., 3:]) + iris[..., :3]
        dx, dy = self.sheet.xs() - np.float32(cx), self._y - np.float32(cy)
        window = np.exp(-(((dx + 1.9) / 1.25) ** 4) - ((dy + 2.0) / 1.2) ** 4)
        faint = 0.28 * np.exp(-(((dx - 1.8) / 1.5) ** 2) - ((dy - 2.3) / 1.0) ** 2) * iris[..., 3]
        result: Floats = (ball + (242 - ball) * (0.95 * window + faint)[..., None]).astype(np.float32)
        return result

    def _fringe(self, upper: Floats, over: Floats, under: Floats, closure: float) -> Floats:
        """(height, width) how dark the lid's edges and lashes are, 0..1."""
        x = self._x
        t = np.clip((x - EYE_INNER) / (EYE_OUTER - EYE_INNER), 0, 1)
        above = np.exp(-np.clip(-over - 0.15, 0, None) / (0.22 + 0.62 * t * self._lashed))
        rim = above * np.exp(-((np.clip(over, 0, None) / 0.5) ** 2))
        rim *= smoothstep(16.2, 20, x) * smoothstep(48.2, 45.6, x) * (0.5 + 0.42 * self._lashed)
        low = np.exp(-(((under + 1.05) / 0.5) ** 2)) * smoothstep(21, 32, x) * smoothstep(47.5, 43, x)
        low *= (0.10 + 0.22 * self._lashed) * (1 - 0.6 * closure)
        dark = np.clip(rim + low * (1 - rim), 0, 1)
        return single(np.maximum(dark, 0.82 * self._lashes(upper, closure)))

    def _lashes(self, upper: Floats, closure: float) -> Floats:
        """(height, width) coverage of the upper lashes, drawn at twice the size."""
        fine = 2
        layer = np.zeros((self.sheet.height * fine, self.sheet.width * fine), np.uint8)
        t = (self._roots - EYE_INNER) / (EYE_OUTER - EYE_INNER)
        columns = self._x[0] if self._side == 1 else self._x[0, ::-1]
        margin = upper[0] if self._side == 1 else upper[0, ::-1]
        root_y = np.interp(self._roots, columns, margin)
        out = -0.45 + 1.55 * t
        rise = -(0.95 - 0.35 * t) + 1.75 * closure
        reach = (1.5 + 2.1 * t**1.5) * self._lengths
        mid = np.column_stack([self._roots + 0.35 * reach * out, root_y + 0.55 * reach * (rise + 0.25)])
        end = np.column_stack([self._roots + 0.95 * reach * out, root_y + reach * rise])
        start = np.column_stack([self._roots, root_y])
        lines = np.stack([start, mid, end], 1) * (self._side, 1)
        at = (lines - (self.sheet.x_mm, self.sheet.y_mm)) * (self.sheet.per_mm * fine) - 0.5
        cv2.polylines(layer, list(np.round(at * (1 << _SHIFT)).astype(np.int32)), False, 215, 1, cv2.LINE_AA, _SHIFT)
        small = cv2.resize(layer, (self.sheet.width, self.sheet.height), interpolation=cv2.INTER_AREA)
        return (small.astype(np.float32) / 255).astype(np.float32)
