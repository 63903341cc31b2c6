"""The mouth where it opens: lips drawn apart, teeth and the dark behind them."""

from __future__ import annotations

import cv2
import numpy as np

from mirror.clips.anatomy import LIP_LINE, across
from mirror.clips.expression import Expression
from mirror.clips.motion import JAW_MM, displacement_along
from mirror.clips.sheet import Floats, Sheet, smoothstep


class Mouth:
    """Paints the parted lips on a part of the sheet; closed lips are left as they are."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.where = sheet.part(-31, 48, 31, 96)
        self._x, self._y = self.sheet.xs(), self.sheet.ys()
        self._line = across(LIP_LINE, self._x)
        self._bow = np.clip(1 - (np.abs(self._x) / 25.3) ** 2.2, 0, 1).astype(np.float32)
        self._left = smoothstep(-6, 12, self._x)
        self._right = smoothstep(-6, 12, -self._x)
        self._columns = np.repeat(np.arange(self.sheet.width, dtype=np.float32)[None], self.sheet.height, 0)

    def paint(self, canvas: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], e: Expression) -> None:
        """The mouth as it is now, on the canvas (blue, green, red), which shows closed lips."""
        snarl = self._left * e.left.snarl + self._right * e.right.snarl
        eee = self._left * e.left.eee + self._right * e.right.eee
        up = self._bow * (2.0 * e.teeth + 0.5 * JAW_MM * e.jaw * 0.8 + 1.6 * snarl + 1.2 * eee)
        down = self._bow * (4.4 * e.teeth + 0.5 * JAW_MM * e.jaw * 1.2 + 0.4 * snarl + 2.6 * eee)
        if float(np.max(up + down)) < 0.02:
            return
        k, top, bottom = (
            self.sheet.per_mm,
            self.sheet.y_mm,
            self.sheet.y_mm + self.sheet.height / self.sheet.per_mm,
        )
        line, y = self._line, self._y
        above = top + (y - top) * (line - top) / (line - up - top)
        below = bottom - (bottom - y) * (bottom - line) / (bottom - line - down)
        source_upper = ((np.minimum(above, line) - top) * k - 0.5).astype(np.float32)
        source_lower = ((np.maximum(below, line) - top) * k - 0.5).astype(np.float32)
        closed = canvas[self.where]
        lip_u = cv2.remap(closed, self._columns, source_upper, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        lip_l = cv2.remap(closed, self._columns, source_lower, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        cover_u = np.clip(0.5 + (line - up - y) * k, 0, 1)[..., None]
        cover_l = np.clip(0.5 + (y - line - down) * k, 0, 1)[..., None]
        inside = self._inside(up, e)
        open_here = np.clip((up + down) * k, 0, 1)[..., None]
        picture = inside * (1 - cover_l) + lip_l * cover_l
        picture = picture * (1 - cover_u) + lip_u * cover_u
        picture = closed + (picture - closed) * open_here
        canvas[self.where] = np.clip(picture + 0.5, 0, 255).astype(np.uint8)

    def _inside(self, up: Floats, e: Expression) -> Floats:
        """Teeth belong to the skull: they stay where they are while the skin around them moves."""
        out, down_by = displacement_along(e, self._x, self._line)
        x, y = self._x + out[None], self._y + down_by[None]
        dark = np.array((34, 26, 54), np.float32)
        tooth = np.array((206, 222, 231), np.float32)
        picture: Floats = np.broadcast_to(dark, (self.sheet.height, self.sheet.width, 3)).astype(np.float32)
        gaps = sum(np.exp(-(((np.abs(x) - g) / 0.42) ** 2)) for g in (0.0, 8.3, 14.6, 20.5))
        edge = self._line + 2.7 - 0.0022 * x * x - 0.5 * JAW_MM * e.jaw * 0.55 - 0.2 * gaps
        tone = (1 - 0.10 * gaps) * (1 - 0.6 * smoothstep(8, 27, np.abs(x)))
        upper = smoothstep(0.5, -0.5, y - edge)
        picture = picture + (tooth * tone[..., None] - picture) * upper[..., None]
        low_edge = self._line + 4.9 + 0.002 * x * x + JAW_MM * e.jaw * 0.62
        lower = smoothstep(-0.5, 0.5, y - low_edge)
        picture = picture + (tooth * (0.86 * tone)[..., None] - picture) * lower[..., None]
        shadow = 1 - 0.45 * np.exp(-np.clip(self._y - (self._line - up), 0, None) / 1.3)
        shadow = shadow * (
            1 - 0.85 * min(1.0, 0.7 * (e.left.pucker + e.right.pucker))
        )  # lips pushed forward hide teeth
        return (picture * shadow[..., None]).astype(np.float32)
