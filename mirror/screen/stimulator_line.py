"""What a stimulator does, and the word of the stop button, beside or above the words of the three buttons."""

from dataclasses import replace
from typing import Final

from mirror.screen.ink import Align, Canvas, Pen, disc, put, rounded
from mirror.screen.layout import Layout, Orientation, Rect
from mirror.screen.picture import Mark, Picture, Tone
from mirror.screen.ring import TONES
from mirror.screen.theme import EYEBROW, LABEL, MARK, STOP
from mirror.screen.type import Mask

#: In design pixels: the mark's circle, the core in it while current may flow, their line; the square of stop.
_CIRCLE, _CORE, _LINE = 30, 14, 4
_SQUARE, _CORNER = 24, 4
_GAP: Final = 16


def draw_stimulator(canvas: Canvas, picture: Picture, layout: Layout, pen: Pen) -> None:
    """Both in a line of their own: in portrait the mark at its beginning, in landscape above the word of stop."""
    if picture.mark is not None:
        side = Align.LEFT if layout.orientation is Orientation.PORTRAIT else Align.RIGHT
        _draw_mark(canvas, picture.mark, layout.mark, side, pen)
    if picture.stop:
        _draw_stop(canvas, picture.stop, layout.stop, pen)


def _draw_mark(canvas: Canvas, mark: Mark, room: Rect, side: Align, pen: Pen) -> None:
    """Quiet while it is off; else in full light, for it is about a current on a face."""
    style = EYEBROW if mark.tone is Tone.QUIET else MARK
    size, gap = max(14, pen.scale.length(_CIRCLE)), pen.scale.length(_GAP)
    width = size + gap + pen.type.width(mark.text, pen.setting(mark.text, style, room.width - size - gap)) + 1
    x = room.x if side is Align.LEFT else room.right - width
    _centred(canvas, disc(float(size), max(1.5, pen.scale.length(_LINE))), x, size, room, mark.tone)
    if mark.tone is Tone.GO:
        # A circle with a core: a full disc in this colour is a repetition that is done, an empty one the next.
        _centred(canvas, disc(float(max(7, pen.scale.length(_CORE)))), x, size, room, mark.tone)
    pen.line(canvas, mark.text, style, Rect(x + size + gap, room.y, width - size - gap, room.height), Align.LEFT)


def _centred(canvas: Canvas, mask: Mask, x: int, size: int, room: Rect, tone: Tone) -> None:
    """A round mask in the middle of a place this wide."""
    left, top = x + (size - mask.shape[1]) / 2, room.centre[1] - mask.shape[0] / 2
    put(canvas, mask, round(left), round(top), TONES[tone])


def _draw_stop(canvas: Canvas, text: str, room: Rect, pen: Pen) -> None:
    """Its word, and a square at the outer edge: the three buttons have circles, and stop is none of them."""
    size, gap = max(12, pen.scale.length(_SQUARE)), pen.scale.length(_GAP)
    square = rounded(size, size, pen.scale.length(_CORNER))
    put(canvas, square, room.right - size, round(room.centre[1] - size / 2), STOP)
    pen.line(canvas, text, replace(LABEL, colour=STOP), replace(room, width=room.width - size - gap), Align.RIGHT)
