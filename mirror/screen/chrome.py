"""Everything on a screen that stands still: words, dots, button labels.  Drawn once per change."""

import math
from dataclasses import replace
from typing import Final

from mirror.screen import phrases
from mirror.screen.connect_page import draw_connect
from mirror.screen.ink import Align, Canvas, Pen, blank, disc, put
from mirror.screen.layout import Layout, Orientation, Rect
from mirror.screen.menu_page import draw_gauge, draw_menu
from mirror.screen.page import draw_clock, draw_face_words, draw_routine, draw_text
from mirror.screen.picture import Dots, Label, Page, Picture
from mirror.screen.stimulator_line import draw_stimulator
from mirror.screen.theme import (
    CAUTION,
    DIM,
    EMPTY,
    EYEBROW,
    GO,
    INK,
    LABEL,
    LABEL_SUGGESTED,
    NEWS,
    NOTICE,
    SENTENCE,
    TITLE,
    Style,
)
from mirror.screen.type import Setting

#: A headline beside the faces may be this much smaller to stay on one line.
_LITTLE_SMALLER: Final = 0.85
#: The least distance between the words of two buttons, in design pixels.
_BETWEEN: Final = 36
#: More repetitions than this are written, not dotted.
MOST_DOTS: Final = 12


def still(picture: Picture) -> Picture:
    """The picture without what moves: equal still pictures need no new drawing."""
    # Whether there is a balance stays: without it its words may use its place.
    balance = None if picture.balance is None else replace(picture.balance, value=0.0)
    return replace(picture, ring=None, balance=balance, panels=None)


def draw_chrome(picture: Picture, layout: Layout, pen: Pen) -> Canvas:
    """A canvas of the whole screen with everything that stands still."""
    canvas = blank(layout.scale.width, layout.scale.height)
    if picture.mark is not None or picture.stop:
        layout = layout.with_stimulator()
    match picture.page:
        case Page.CLOCK:
            draw_clock(canvas, picture, layout, pen)
        case Page.TEXT | Page.QUESTION | Page.TABLE:
            draw_text(canvas, picture, layout, pen)
        case Page.MENU:
            draw_menu(canvas, picture, layout, pen)
        case Page.CONNECT:
            draw_connect(canvas, picture, layout, pen)
        case Page.GAUGE:
            draw_gauge(canvas, picture, layout, pen)
        case Page.FACE:
            _title(canvas, picture, layout, pen)
            draw_face_words(canvas, picture, layout, pen)
        case Page.ROUTINE:
            draw_routine(canvas, picture, layout, pen)
        case Page.PRACTICE:
            _practice(canvas, picture, layout, pen)
    beside_title = picture.page in (Page.PRACTICE, Page.FACE) and layout.orientation is Orientation.LANDSCAPE
    if (picture.notice or picture.news) and not beside_title:
        _notice(canvas, picture, layout, pen)
    sides = (Align.LEFT, Align.CENTRE, Align.RIGHT)
    for label, place, side in zip(picture.buttons, _places(picture, layout, pen), sides, strict=True):
        _button(canvas, label, place, side, pen)
    draw_stimulator(canvas, picture, layout, pen)
    return canvas


def _places(picture: Picture, layout: Layout, pen: Pen) -> tuple[Rect, Rect, Rect]:
    """The places of the three words: each has a third of the line, and what the others leave of theirs."""
    left, middle, right = layout.buttons
    line = right.right - left.x
    between = pen.scale.length(_BETWEEN)
    wanted = [_button_width(label, line, pen) for label in picture.buttons]
    widths = [
        _button_width(label, max(left.width - between, line - sum(wanted) + own - 2 * between), pen)
        for label, own in zip(picture.buttons, wanted, strict=True)
    ]
    # The middle word gives way to a long one beside it.
    x = min(left.x + (line - widths[1]) // 2, right.right - widths[2] - between - widths[1])
    x = max(x, left.x + widths[0] + between) if widths[0] else x
    return (
        replace(left, width=widths[0]),
        replace(middle, x=x, width=widths[1]),
        replace(right, x=right.right - widths[2], width=widths[2]),
    )


def _notice(canvas: Canvas, picture: Picture, layout: Layout, pen: Pen) -> None:
    """In portrait above the buttons; in landscape at the top, on the right.  Without one, the news, and quieter."""
    text, style = (picture.notice, NOTICE) if picture.notice else (picture.news, NEWS)
    side = Align.CENTRE if layout.orientation is Orientation.PORTRAIT else Align.RIGHT
    pen.line(canvas, text, style, layout.notice, side)


def _practice(canvas: Canvas, picture: Picture, layout: Layout, pen: Pen) -> None:
    if picture.dots is not None and _crowded(picture.title, picture.dots, layout, pen):
        picture = replace(picture, note=phrases.progress(picture.dots.done, picture.dots.total), dots=None)
    _title(canvas, picture, layout, pen)
    if picture.dots is not None:
        _dots(canvas, picture.dots, layout.dots, pen)
    if layout.orientation is Orientation.PORTRAIT:
        _centred_words(canvas, picture, layout, pen)
        return
    column = layout.headline
    if picture.balance is None:
        column = Rect.between(column.x, column.y, column.right, layout.balance.bottom)
    style = _on_one_line(picture.headline, column.width, pen)
    headline = pen.block(picture.headline, style, column.width, column.height)
    spare = layout.headline.height - headline.height
    place = replace(column, y=column.y + max(0, min(spare // 3, pen.scale.length(40))))
    pen.write(canvas, headline, SENTENCE, place, Align.CENTRE)
    under = Rect.between(column.x, place.y + headline.height, column.right, column.bottom)
    caution = pen.block(picture.caution, CAUTION, under.width, under.height)
    pen.write(canvas, caution, CAUTION, under, Align.CENTRE)
    room, (text, style) = layout.sentence, _sentence(picture)
    sentence = pen.block(text, style, room.width, room.height)
    middle = room.y + max(0, (room.height - sentence.height) // 2)
    pen.write(canvas, sentence, style, replace(room, y=middle), Align.LEFT)


def _sentence(picture: Picture) -> tuple[str, Style]:
    """What stands with the headline of a practice; dim where the headline alone must be read."""
    return (picture.sentence, SENTENCE) if picture.sentence else (picture.detail, replace(SENTENCE, colour=DIM))


def _crowded(title: str, dots: Dots, layout: Layout, pen: Pen) -> bool:
    """Whether repetitions are written instead of dotted: too many of them, or too long a name beside them."""
    beside = layout.orientation is Orientation.PORTRAIT and not pen.fits_line(title, TITLE, layout.title.width)
    return beside or dots.total > MOST_DOTS


def _title(canvas: Canvas, picture: Picture, layout: Layout, pen: Pen) -> None:
    """The name; at the other end of its line a small word or, in landscape, the notice.

    What would not fit gives way by whole words: of the notice the first sentence stays, of the name what stands before
    its comma.
    """
    landscape = layout.orientation is Orientation.LANDSCAPE
    right = layout.dots.right if picture.dots is None else layout.title.right
    row = Rect.between(layout.title.x, layout.title.y, right, layout.title.bottom)
    aside, style = (picture.notice, NOTICE) if landscape and picture.notice else (picture.note, EYEBROW)
    free = row.width - _beside(aside, style, row, pen)
    if not pen.fits_line(picture.title, TITLE, free):
        aside = _first_sentence(aside)
        free = row.width - _beside(aside, style, row, pen)
    name = picture.title if pen.fits_line(picture.title, TITLE, free) else picture.title.partition(",")[0]
    pen.line(canvas, name, TITLE, replace(row, width=free), Align.LEFT)
    pen.line(canvas, aside, style, row, Align.RIGHT)


def _first_sentence(text: str) -> str:
    first, stop, _ = text.partition(". ")
    return f"{first}." if stop else text


def _beside(aside: str, style: Style, row: Rect, pen: Pen) -> int:
    """The room that this needs at the end of a line; 0 for nothing."""
    return pen.type.width(aside, pen.setting(aside, style, row.width)) + pen.scale.length(36) if aside else 0


def _on_one_line(text: str, width: int, pen: Pen) -> Style:
    """The style of a sentence, a little smaller where that saves a second line."""
    wanted = pen.scale.text_px(SENTENCE)
    for px in range(wanted, max(pen.scale.smallest_px, math.ceil(_LITTLE_SMALLER * wanted)) - 1, -1):
        if pen.type.width(text, Setting(px, SENTENCE.weight, SENTENCE.figures)) <= width:
            return replace(SENTENCE, design_px=px * 1080 / pen.scale.shorter)
    return SENTENCE


def _centred_words(canvas: Canvas, picture: Picture, layout: Layout, pen: Pen) -> None:
    """Headline and sentence below the ring, at one size, so that they read as one thought."""
    bottom = layout.sentence.bottom if picture.balance is not None else layout.balance.bottom
    both = Rect.between(layout.headline.x, layout.headline.y, layout.headline.right, bottom)
    text, below = _sentence(picture)
    caution = pen.block(picture.caution, CAUTION, both.width)
    gap = pen.scale.length(20) if caution.lines else 0
    free = both.height - gap - caution.height
    px = pen.scale.text_px(SENTENCE)
    while True:
        style = replace(SENTENCE, design_px=px * 1080 / pen.scale.shorter)
        blocks = [pen.block(one, style, both.width) for one in (picture.headline, text)]
        if sum(block.height for block in blocks) <= free or px <= pen.scale.smallest_px:
            break
        px -= 1
    y = both.y
    for block, style in zip(blocks, (SENTENCE, below), strict=True):
        pen.write(canvas, block, style, replace(both, y=y), Align.CENTRE)
        y += block.height
    pen.write(canvas, caution, CAUTION, replace(both, y=y + gap), Align.CENTRE)


def _dots(canvas: Canvas, dots: Dots, rect: Rect, pen: Pen) -> None:
    """One dot per repetition, right-aligned: filled when done, ringed in the colour of doing for the current one."""
    unit = pen.scale.length
    step = min(unit(52), rect.width / dots.total)
    size = max(6.0, round(min(unit(30), step * 0.62)))
    thin = max(1.5, unit(4))
    for index in range(dots.total):
        if index < dots.done:
            mask, colour = disc(size), GO
        else:
            mask, colour = disc(size, thin), GO if index == dots.current else EMPTY
        x = rect.right - size / 2 - (dots.total - 1 - index) * step
        put(canvas, mask, round(x - mask.shape[1] / 2), round(rect.centre[1] - mask.shape[0] / 2), colour)


def _circle(pen: Pen) -> tuple[int, int]:
    """The size of a button's circle, and the gap to its word."""
    return max(14, pen.scale.length(34)), pen.scale.length(20)


def _style(label: Label) -> Style:
    return LABEL_SUGGESTED if label.suggested else LABEL


def _button_width(label: Label, room: int, pen: Pen) -> int:
    """Circle, gap and word, as wide as they are set within this room; 0 for an idle button."""
    if not label.text:
        return 0
    before = sum(_circle(pen))
    return before + pen.type.width(label.text, pen.setting(label.text, _style(label), room - before))


def _button(canvas: Canvas, label: Label, rect: Rect, side: Align, pen: Pen) -> None:
    """A circle where the button is, filled on the suggested one, with its word beside it; nothing for an idle one."""
    if not label.text:
        return
    size, gap = _circle(pen)
    circle_x, word_x = (rect.x, rect.x + size + gap) if side is not Align.RIGHT else (rect.right - size, rect.x)
    mask = disc(float(size)) if label.suggested else disc(float(size), max(1.5, pen.scale.length(4)))
    colour = INK if label.suggested else DIM
    put(canvas, mask, circle_x - 1, round(rect.centre[1] - mask.shape[0] / 2), colour)
    word = Rect(word_x, rect.y, rect.width - size - gap + 2, rect.height)
    pen.line(canvas, label.text, _style(label), word, Align.LEFT)
