"""The pages of the menu: lines to choose from, and a level in steps."""

from dataclasses import replace
from typing import Final

from mirror.screen.ink import Align, Canvas, Pen, disc, put, rounded
from mirror.screen.layout import Layout, Rect
from mirror.screen.picture import Choices, Gauge, GaugeShape, Picture
from mirror.screen.theme import CHOICE, COMPARISON, DIM, EMPTY, EYEBROW, GO, HEADLINE, INK, mixed

#: Where the middle of what is read lies, as on the other pages.
_MIDDLE: Final = 0.43
#: The distance of two lines over the size of their letters: a thumb of room, and one glance tells them apart.
_APART: Final = 2.0
#: A step of the gauge, in design pixels: its width, the gap after it, its height, and the least of a rising one.
_BAR, _GAP, _HIGH, _LOW = 88, 34, {GaugeShape.RISING: 220, GaugeShape.LEVEL: 112}, 56


def draw_menu(canvas: Canvas, picture: Picture, layout: Layout, pen: Pen) -> None:
    """The entries below their small title; a disc stands before the chosen one, which alone is in full light."""
    assert picture.choices is not None
    room, unit = layout.text, pen.scale.length
    eyebrow_h = round(pen.scale.text_px(EYEBROW) * 1.5) + unit(40)
    count = len(picture.choices.words)
    row = min(round(pen.scale.text_px(CHOICE) * _APART), (room.height - eyebrow_h) // count)
    y = room.y + max(0, round((room.height - eyebrow_h - row * count) * _MIDDLE))
    pen.line(canvas, picture.title, EYEBROW, Rect(room.x, y, room.width, eyebrow_h - unit(40)), Align.LEFT)
    _draw_choices(canvas, picture.choices, Rect(room.x, y + eyebrow_h, room.width, row), pen)


def _draw_choices(canvas: Canvas, choices: Choices, first: Rect, pen: Pen) -> None:
    size, gap = max(14, pen.scale.length(34)), pen.scale.length(40)
    # All alike: a line that is smaller, because its words are long, would look as if it mattered less.
    width = first.width - size - gap
    px = min(pen.setting(word, CHOICE, width).px for word in choices.words)
    style = replace(CHOICE, design_px=px * 1080 / pen.scale.shorter)
    for index, word in enumerate(choices.words):
        row = replace(first, y=first.y + index * first.height)
        chosen = index == choices.chosen
        if chosen:
            mask = disc(float(size))
            put(canvas, mask, row.x - 1, round(row.centre[1] - mask.shape[0] / 2), INK)
        text = Rect.between(row.x + size + gap, row.y, row.right, row.bottom)
        pen.line(canvas, word, replace(style, colour=INK if chosen else DIM), text, Align.LEFT)


def draw_gauge(canvas: Canvas, picture: Picture, layout: Layout, pen: Pen) -> None:
    """What it is, how much of it there is, and how that is noticed."""
    assert picture.gauge is not None
    room, unit = layout.text, pen.scale.length
    eyebrow_h = round(pen.scale.text_px(EYEBROW) * 1.5) + unit(16)
    gap, gauge_h = unit(64), unit(_HIGH[picture.gauge.shape])
    headline = pen.block(picture.headline, HEADLINE, room.width, round(room.height * 0.4))
    free = room.height - eyebrow_h - headline.height - gauge_h - 2 * gap
    sentence = pen.block(picture.sentence, COMPARISON, room.width, max(1, free))
    y = room.y + max(0, round((free - sentence.height) * _MIDDLE))
    pen.line(canvas, picture.title, EYEBROW, Rect(room.x, y, room.width, eyebrow_h - unit(16)), Align.LEFT)
    y += eyebrow_h
    pen.write(canvas, headline, HEADLINE, replace(room, y=y), Align.LEFT)
    y += headline.height + gap
    _draw_bars(canvas, picture.gauge, room.x, y, pen)
    y += gauge_h + gap
    pen.write(canvas, sentence, COMPARISON, replace(room, y=y), Align.LEFT)


def _draw_bars(canvas: Canvas, gauge: Gauge, x: int, y: int, pen: Pen) -> None:
    """One bar per step; a level between two steps lights its last bar in part."""
    unit = pen.scale.length
    width, step = unit(_BAR), unit(_BAR + _GAP)
    for index in range(gauge.steps):
        part = index / max(1, gauge.steps - 1)
        high = _HIGH[gauge.shape]
        height = unit(_LOW + (high - _LOW) * part if gauge.shape is GaugeShape.RISING else high)
        lit = min(1.0, max(0.0, gauge.part * gauge.steps - index))
        colour = mixed(EMPTY, GO, lit)
        bar = rounded(width, height, min(unit(36), width / 2, height / 2))
        put(canvas, bar, x + index * step, y + unit(high) - height, colour)
