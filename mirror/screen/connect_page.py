"""The page that connects a phone: a picture for its camera, and the same in digits for its keys."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
import segno

from mirror.screen.ink import Align, Canvas, Pen, put, rounded
from mirror.screen.layout import Layout, Orientation, Rect
from mirror.screen.picture import Connection, Picture
from mirror.screen.theme import COMPARISON, DETAIL, EYEBROW, HEADLINE, INK, NUMERAL
from mirror.screen.type import Mask

#: The light frame around the modules that ISO/IEC 18004 asks for, in modules.
_QUIET_ZONE: Final = 4
#: Of the picture's side, in design pixels, and how much of a landscape screen it takes at most.
_SIDE: Final = 700
_OF_WIDTH: Final = 0.42
_CORNER: Final = 36
_GAP: Final = 44


def draw_connect(canvas: Canvas, picture: Picture, layout: Layout, pen: Pen) -> None:
    """In portrait the picture below its sentence and above the code; in landscape at their left."""
    assert picture.connection is not None
    room = layout.text
    if layout.orientation is Orientation.PORTRAIT:
        _portrait(canvas, picture, picture.connection, room, pen)
        return
    side = min(room.height, round(room.width * _OF_WIDTH))
    _draw_code(canvas, picture.connection.link, Rect(room.x, room.y + (room.height - side) // 2, side, side), pen)
    words = Rect.between(room.x + side + pen.scale.length(72), room.y, room.right, room.bottom)
    heights = _words(picture, picture.connection, words, pen)
    _write(canvas, picture, picture.connection, replace(words, y=words.y + (words.height - heights) // 2), pen)


def _portrait(canvas: Canvas, picture: Picture, connection: Connection, room: Rect, pen: Pen) -> None:
    words = _words(picture, connection, room, pen)
    gap = pen.scale.length(_GAP)
    side = min(pen.scale.length(_SIDE), room.width, room.height - words - 2 * gap)
    y = room.y + max(0, (room.height - words - side - 2 * gap) // 2)
    y = _above(canvas, picture, replace(room, y=y), pen) + gap
    _draw_code(canvas, connection.link, Rect(room.x, y, side, side), pen)
    _below(canvas, picture, connection, replace(room, y=y + side + gap), pen)


def _words(picture: Picture, connection: Connection, room: Rect, pen: Pen) -> int:
    """How high all that is read is."""
    nowhere = np.zeros((1, 1, 4), np.uint8)
    return _write(nowhere, picture, connection, replace(room, y=0), pen)


def _write(canvas: Canvas, picture: Picture, connection: Connection, room: Rect, pen: Pen) -> int:
    """Everything that is read, below each other; where it ends."""
    y = _above(canvas, picture, room, pen) + pen.scale.length(_GAP)
    return _below(canvas, picture, connection, replace(room, y=y), pen)


def _above(canvas: Canvas, picture: Picture, room: Rect, pen: Pen) -> int:
    """What this is, and what to do with the picture."""
    eyebrow_h = round(pen.scale.text_px(EYEBROW) * 1.9)
    pen.line(canvas, picture.title, EYEBROW, replace(room, height=eyebrow_h), Align.LEFT)
    headline = pen.block(picture.headline, HEADLINE, room.width, round(pen.scale.text_px(HEADLINE) * 2.5))
    pen.write(canvas, headline, HEADLINE, replace(room, y=room.y + eyebrow_h), Align.LEFT)
    return room.y + eyebrow_h + headline.height


def _below(canvas: Canvas, picture: Picture, connection: Connection, room: Rect, pen: Pen) -> int:
    """Where the code is typed, the code in two halves as it is read out, and how long it is valid."""
    sentence = pen.block(picture.sentence, COMPARISON, room.width, round(pen.scale.text_px(COMPARISON) * 3.9))
    pen.write(canvas, sentence, COMPARISON, room, Align.LEFT)
    y = room.y + sentence.height
    code_h = round(pen.scale.text_px(NUMERAL) * 1.35)
    half = len(connection.code) // 2
    code = f"{connection.code[:half]} {connection.code[half:]}"
    pen.line(canvas, code, NUMERAL, Rect(room.x, y, room.width, code_h), Align.LEFT)
    detail = pen.block(picture.detail, DETAIL, room.width, round(pen.scale.text_px(DETAIL) * 2.8))
    pen.write(canvas, detail, DETAIL, replace(room, y=y + code_h), Align.LEFT)
    return y + code_h + detail.height


def _draw_code(canvas: Canvas, link: str, place: Rect, pen: Pen) -> None:
    put(canvas, qr_mask(link, place.width, pen.scale.length(_CORNER)), place.x, place.y, INK)


@lru_cache(maxsize=2)
def qr_mask(link: str, side: int, corner: int) -> Mask:
    """(side, side) light where the code is light, with its quiet zone; each module is the same whole number of pixels.

    Dark modules stay mirror.  Error correction M, so that a reflection or a drop of water may cover a part.
    """
    modules = np.array([list(row) for row in segno.make(link, error="m", micro=False, boost_error=False).matrix])
    count = modules.shape[0]
    px = max(1, side // (count + 2 * _QUIET_ZONE))
    light = ((modules == 0) * 255).astype(np.uint8)
    drawn = cv2.resize(light, (count * px, count * px), interpolation=cv2.INTER_NEAREST)
    mask = rounded(side, side, corner).copy()
    start = (side - count * px) // 2
    mask[start : start + count * px, start : start + count * px] = drawn
    return mask
