"""The two faces: round corners, soft light, a small label."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import pygame

from mirror.clips.fitting import fitted
from mirror.perception.face import Image
from mirror.screen.ink import Align, Canvas, Pen, four_bytes, on_four, rounded, shade_off, surface_of
from mirror.screen.layout import Rect
from mirror.screen.picture import Guide
from mirror.screen.theme import GO, INK, PANEL_GROUND, PILL

#: How dark the vignette makes the far corners of the live picture; it hides the bathroom and leads to the face.
VIGNETTE: Final = 0.86
#: The ground a label stands on, over the picture.
_PILL_GROUND: Final = 0.30
#: What the guide leaves of the light outside its oval.
_OUTSIDE: Final = 0.6
#: How softly the light falls off there, as a fraction of the panel's width.
_FALLING: Final = 0.035
#: The guide oval as fractions of the panel: middle, half axes.
_OVAL: Final = (0.5, 0.455, 0.29, 0.335)


class PanelPainter:
    """Draws one panel into its rectangle."""

    def __init__(self, rect: Rect, pen: Pen, vignette: bool) -> None:
        self.rect = rect
        self._pen = pen
        corners = rounded(rect.width, rect.height, pen.scale.length(36)).astype(np.float32) / 255
        shade = _vignette(rect) if vignette else np.float32(1.0)
        shade_u8 = (corners * shade * 255 + 0.5).astype(np.uint8)
        self._shade = on_four(shade_u8, 255)
        self._full_shade = surface_of(self._shade)
        self._ground = np.full(self._shade.shape, (*PANEL_GROUND[::-1], 255), np.uint8)
        self._label = ""
        self._pill: tuple[Rect, npt.NDArray[np.uint8], npt.NDArray[np.uint8]] | None = None
        self._guides: dict[Guide, tuple[pygame.Surface, Image]] = {}

    def draw(self, image: Image, label: str, guide: Guide, light: float) -> Canvas:
        """(height, width, 4) the image (BGR or BGRA, any size) with this much light, 0..1."""
        rect = self.rect
        lit = np.asarray(cv2.max(four_bytes(fitted(image, rect.width, rect.height)), self._ground), np.uint8)
        shade_off(lit, self._full_shade if light >= 1.0 else surface_of(_with_light(self._shade, light)))
        if guide is not Guide.NONE:
            keep, glow = self._guide(guide)
            shade_off(lit, keep)
            cv2.add(lit, glow if light >= 1.0 else _with_light(glow, light), dst=lit)
        self._write(label)
        if self._pill is not None:
            spot, ground, letters = self._pill
            under = lit[spot.y : spot.bottom, spot.x : spot.right]
            cv2.multiply(under, ground, dst=under, scale=1.0 / 255.0)
            cv2.add(under, letters if light >= 1.0 else _with_light(letters, light), dst=under)
        return lit

    def _guide(self, guide: Guide) -> tuple[pygame.Surface, Image]:
        """What the oval keeps of the picture (a factor), and the light of its line: dimmer outside, a fine edge."""
        if guide not in self._guides:
            line = _oval(self.rect, self._pen.scale.length(4)).astype(np.float32)[:, :, None] / 255
            inside = cv2.GaussianBlur(_oval(self.rect, 0), (0, 0), _FALLING * self.rect.width)
            inside = inside.astype(np.float32)[:, :, None] / 255
            keep = (_OUTSIDE + (1 - _OUTSIDE) * inside) * (1 - line)
            colour = np.array((*(GO if guide is Guide.FOUND else INK)[::-1], 0), np.float32)
            keep_u8 = on_four((keep[:, :, 0] * 255 + 0.5).astype(np.uint8), 255)
            glow: Image = (line * colour + 0.5).astype(np.uint8)
            self._guides[guide] = (surface_of(keep_u8), glow)
        return self._guides[guide]

    def _write(self, label: str) -> None:
        """The label's ground (a factor on the picture) and letters (light added to it)."""
        if label == self._label:
            return
        self._label = label
        pen, unit = self._pen, self._pen.scale.length
        room = self.rect.width - 2 * unit(32)
        label = self._short(label, room - 2 * unit(20))
        if not label:
            self._pill = None
            return
        setting = pen.setting(label, PILL, room - 2 * unit(20))
        width = pen.type.width(label, setting) + 2 * unit(20)
        height = round(setting.px * 1.6)
        spot = Rect(unit(32), unit(28), min(width, room), height)
        cover = rounded(spot.width, spot.height, spot.height * 0.36).astype(np.float32) / 255
        ground = ((1 - cover * (1 - _PILL_GROUND)) * 255 + 0.5).astype(np.uint8)
        letters = np.zeros((spot.height, spot.width, 4), np.uint8)
        pen.line(letters, label, PILL, Rect(0, 0, spot.width, spot.height), Align.CENTRE)
        letters[:, :, 3] = 0
        self._pill = (spot, on_four(ground, 255), letters)

    def _short(self, label: str, room: int) -> str:
        """The label, or what stands before its comma, whichever fits; nothing rather than a word that is cut."""
        for text in (label, label.partition(",")[0]):
            if self._pen.type.width(text, self._pen.setting(text, PILL, room)) <= room:
                return text
        return ""


def _with_light(image: Canvas, light: float) -> Canvas:
    """So much of it, 0..1."""
    return np.asarray(cv2.convertScaleAbs(image, alpha=light), np.uint8)


def _vignette(rect: Rect) -> npt.NDArray[np.float32]:
    """(height, width) 1 around the face, falling softly towards the corners."""
    x = (np.arange(rect.width, dtype=np.float32) + 0.5) / rect.width * 2 - 1
    y = (np.arange(rect.height, dtype=np.float32) + 0.5) / rect.height * 2 - 0.96
    far = np.clip((np.hypot(x[None, :] / 1.04, y[:, None] / 1.10) - 0.50) / 0.90, 0, 1)
    result: npt.NDArray[np.float32] = (1 - VIGNETTE * far * far * (3 - 2 * far)).astype(np.float32)
    return result


def _oval(rect: Rect, line: int) -> npt.NDArray[np.uint8]:
    """(height, width) the guide's thin oval, or, without a line width, what lies inside it."""
    x0, y0, a, b = _OVAL
    mask = np.zeros((rect.height * 2, rect.width * 2), np.uint8)
    centre = (round(x0 * rect.width * 2), round(y0 * rect.height * 2))
    axes = (round(a * rect.width * 2), round(b * rect.height * 2))
    cv2.ellipse(mask, centre, axes, 0, 0, 360, 255, line * 2 if line else -1, cv2.LINE_AA)
    return cv2.resize(mask, (rect.width, rect.height), interpolation=cv2.INTER_AREA).astype(np.uint8)
