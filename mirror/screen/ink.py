"""Putting soft-edged shapes and texts on the black ground."""

import math
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import pygame

from mirror.screen.layout import Rect
from mirror.screen.theme import Colour, Scale, Style
from mirror.screen.type import Mask, Setting, Type

Canvas = npt.NDArray[np.uint8]
"""(height, width, 4) blue, green, red, and an unused 255; what is on the screen."""

#: Fixed-point bits of cv2's drawing functions.
SHIFT: Final = 4
_BLACK: Final = np.array([0, 0, 0, 255], np.uint8).view(np.uint32)[0]
_NO_BREAK: Final = "\u00a0"


class Align(Enum):
    """Where a line stands in its rectangle."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@lru_cache(maxsize=128)
def ramp(colour: Colour) -> npt.NDArray[np.uint8]:
    """(256, 4) the colour at every coverage."""
    bgrx = np.array([colour[2], colour[1], colour[0], 255], np.float32)
    table = (np.arange(256, dtype=np.float32)[:, None] / 255.0 * bgrx + 0.5).astype(np.uint8)
    table[:, 3] = 255
    table.flags.writeable = False
    return table


def four_bytes(image: npt.NDArray[np.uint8]) -> Canvas:
    """A BGR picture as a canvas; one that has four bytes a pixel already comes back as it is."""
    return image if image.shape[2] == 4 else np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2BGRA), np.uint8)


def surface_of(canvas: Canvas) -> pygame.Surface:
    """The same pixels for SDL, which then draws into them."""
    height, width = canvas.shape[:2]
    surface = pygame.image.frombuffer(canvas.data, (width, height), "BGRA")
    surface.set_alpha(None)
    return surface


def shade_off(canvas: Canvas, factor: pygame.Surface) -> None:
    """Multiply the canvas by ``factor`` / 255 where it is: by SDL, in a quarter of OpenCV's time for bytes."""
    surface_of(canvas).blit(factor, (0, 0), special_flags=pygame.BLEND_RGB_MULT)


def on_four(factor: npt.NDArray[np.uint8], fourth: int) -> Canvas:
    """(height, width, 4) one plane for blue, green and red, and this for the byte that is not used."""
    three = np.repeat(factor[:, :, None], 4, axis=2)
    three[:, :, 3] = fourth
    return three


def blank(width: int, height: int) -> Canvas:
    """An empty canvas: black, which is mirror."""
    canvas = np.empty((height, width, 4), np.uint8)
    canvas.view(np.uint32).fill(_BLACK)
    return canvas


def put(canvas: Canvas, mask: Mask, x: int, y: int, colour: Colour) -> None:
    """Light the canvas through a mask; what would lie outside is cut off."""
    height, width = canvas.shape[:2]
    left, top, right, bottom = max(x, 0), max(y, 0), min(x + mask.shape[1], width), min(y + mask.shape[0], height)
    if left >= right or top >= bottom:
        return
    part = canvas[top:bottom, left:right]
    lit = ramp(colour)[mask[top - y : bottom - y, left - x : right - x]]
    np.maximum(part, lit, out=part)


@lru_cache(maxsize=64)
def disc(diameter: float, line: float = 0.0) -> Mask:
    """A filled disc, or a circle whose line of this width lies within the diameter."""
    size = int(np.ceil(diameter)) + 2
    axis = np.arange(size, dtype=np.float32) + 0.5 - size / 2
    radius = np.hypot(axis[None, :], axis[:, None])
    cover = np.clip(diameter / 2 - radius + 0.5, 0, 1)
    if line:
        cover = np.minimum(cover, np.clip(radius - (diameter / 2 - line) + 0.5, 0, 1))
    mask: Mask = (cover * 255 + 0.5).astype(np.uint8)
    return mask


@lru_cache(maxsize=64)
def rounded(width: int, height: int, radius: float) -> Mask:
    """A filled rectangle with round corners."""
    x = np.abs(np.arange(width, dtype=np.float32) + 0.5 - width / 2) - (width / 2 - radius)
    y = np.abs(np.arange(height, dtype=np.float32) + 0.5 - height / 2) - (height / 2 - radius)
    outside = np.hypot(np.maximum(x, 0)[None, :], np.maximum(y, 0)[:, None])
    inside = np.minimum(np.maximum(x[None, :], y[:, None]), 0)
    mask: Mask = (np.clip(radius - outside - inside + 0.5, 0, 1) * 255 + 0.5).astype(np.uint8)
    return mask


@dataclass(frozen=True, slots=True)
class Block:
    """A text broken into lines at the size at which it fits."""

    lines: tuple[str, ...]
    setting: Setting
    line_px: int
    fits: bool

    @property
    def height(self) -> int:
        return len(self.lines) * self.line_px


class Pen:
    """Sets texts in the styles of the theme."""

    def __init__(self, type_: Type, scale: Scale) -> None:
        self.type = type_
        self.scale = scale
        self._smallest_px = math.ceil(scale.smallest_px / min(1.0, type_.size))

    def block(self, text: str, style: Style, width: int, height: int | None = None) -> Block:
        """The text at its style's size, or as much smaller as it needs to fit, but never smaller than may be."""
        px = max(self._smallest_px, self.scale.text_px(style))
        while True:
            setting = Setting(px, style.weight, style.figures)
            lines = self.type.lines(text, setting, width)
            line_px = round(px * style.leading)
            fits = all(self.type.width(line, setting) <= width for line in lines)
            fits = fits and (height is None or len(lines) * line_px <= height)
            if fits or px <= self._smallest_px:
                return Block(lines, setting, line_px, fits)
            px = max(self._smallest_px, min(px - 1, round(px * 0.95)))

    def write(self, canvas: Canvas, block: Block, style: Style, rect: Rect, align: Align) -> None:
        """The block from the top of the rectangle down."""
        for index, line in enumerate(block.lines):
            middle = rect.y + index * block.line_px + block.line_px / 2
            self._line(canvas, line, block.setting, style, rect, middle, align)

    def line(self, canvas: Canvas, text: str, style: Style, rect: Rect, align: Align) -> None:
        """One line in the middle of the rectangle's height, smaller if it must be."""
        setting = self.setting(text, style, rect.width)
        self._line(canvas, text, setting, style, rect, rect.y + rect.height / 2, align)

    def fits_line(self, text: str, style: Style, width: int) -> bool:
        """Whether the text can stand on one line of this width, at the smallest size if it must."""
        return self.type.width(text, Setting(self._smallest_px, style.weight, style.figures)) <= width

    def setting(self, text: str, style: Style, width: int) -> Setting:
        """How a text is set to stand on one line of this width."""
        return self.block(text.replace(" ", _NO_BREAK), style, width).setting

    def _line(
        self, canvas: Canvas, text: str, setting: Setting, style: Style, rect: Rect, middle: float, align: Align
    ) -> None:
        if not text:
            return
        mask = self.type.mask(text, setting)
        width = mask.shape[1]
        match align:
            case Align.LEFT:  # the ink of the first letter, not its space, stands on the margin
                x = float(rect.x - self.type.bearing(text, setting))
            case Align.CENTRE:
                x = rect.x + (rect.width - width) / 2
            case Align.RIGHT:
                x = float(rect.right - width)
        # Letters are centred on the middle of their capitals, not on their line: that is where the eye sees the middle.
        y = middle - self.type.ascent(setting) + self.type.cap_px(setting) / 2
        put(canvas, mask, round(x), round(y), style.colour)


def stroke(canvas: Canvas, points: npt.NDArray[np.float64], colour: Colour, width: float, closed: bool = False) -> None:
    """A smooth line through (n, 2) points in pixels."""
    fixed = np.round(points * (1 << SHIFT)).astype(np.int32)
    bgrx = (colour[2], colour[1], colour[0], 255)
    cv2.polylines(canvas, [fixed], closed, bgrx, max(1, round(width)), cv2.LINE_AA, SHIFT)
