"""The pages that are read: the clock, a headline with its sentence, a table, the words beside a lone face."""

from dataclasses import replace
from typing import Final

import numpy as np

from mirror.language import translate
from mirror.screen import words
from mirror.screen.clock import draw_time
from mirror.screen.ink import Align, Block, Canvas, Pen, put, rounded, stroke
from mirror.screen.layout import Layout, Orientation, Rect
from mirror.screen.picture import Chart, Page, Picture, Row, Table
from mirror.screen.theme import (
    CAUTION,
    CELL,
    CELL_HEAD,
    COMPARISON,
    DETAIL,
    DIM,
    EYEBROW,
    GO,
    HEADLINE,
    INK,
    LINE,
    SENTENCE,
    STOP,
    Style,
    mixed,
)

#: Where the middle of a text page's words lies, from the top; a little above the middle looks like the middle.
_MIDDLE: Final = 0.43
#: Lines longer than this are hard to follow.
_LONGEST_LINE: Final = 1240
#: The mark of an emergency above its words; design pixels.
_URGENT_APART: Final = 64


def draw_clock(canvas: Canvas, picture: Picture, layout: Layout, pen: Pen) -> None:
    """The time at the top, today's sentence above the buttons, mirror between."""
    unit = pen.scale.length
    draw_time(canvas, picture.clock, picture.date, layout, pen)
    room = layout.idle
    width = min(room.width, unit(_LONGEST_LINE))
    headline = pen.block(picture.headline, SENTENCE, width, round(room.height * 0.6))
    detail = pen.block(picture.detail, DETAIL, width, room.height - headline.height - unit(24))
    y = room.bottom - detail.height - unit(24) - headline.height - round(room.height * 0.22)
    y = max(y, room.y)
    if picture.urgent:
        _mark_urgent(canvas, room.x, y - unit(_URGENT_APART), pen)
    pen.write(canvas, headline, SENTENCE, replace(room, y=y), Align.LEFT)
    pen.write(canvas, detail, DETAIL, replace(room, y=y + headline.height + unit(24)), Align.LEFT)


def draw_face_words(canvas: Canvas, picture: Picture, layout: Layout, pen: Pen) -> None:
    """Headline and sentence below or beside the lone face."""
    room, unit = layout.lone_words, pen.scale.length
    side = Align.CENTRE if layout.orientation is Orientation.PORTRAIT else Align.LEFT
    # The sentence is what helps: on a low screen it must not be the smallest thing on it.
    style, below = (SENTENCE, DETAIL) if layout.orientation is Orientation.PORTRAIT else (HEADLINE, SENTENCE)
    headline = pen.block(picture.headline, style, room.width, round(room.height * 0.55))
    sentence = pen.block(picture.sentence, below, room.width, room.height - headline.height - unit(20))
    whole = headline.height + unit(20) + sentence.height
    y = room.y
    if layout.orientation is Orientation.LANDSCAPE:
        y += round((room.height - whole) * _MIDDLE)
    pen.write(canvas, headline, style, replace(room, y=y), side)
    pen.write(canvas, sentence, below, replace(room, y=y + headline.height + unit(20)), side)


def draw_routine(canvas: Canvas, picture: Picture, layout: Layout, pen: Pen) -> None:
    """What is done for a time, below or beside its big ring: name, how it is done, what must be minded."""
    room, unit = layout.routine_words, pen.scale.length
    portrait = layout.orientation is Orientation.PORTRAIT
    side = Align.CENTRE if portrait else Align.LEFT
    eyebrow_h = round(pen.scale.text_px(EYEBROW) * 1.5)
    gap = unit(28)
    texts = [
        (picture.headline, HEADLINE, 0.4),
        (picture.sentence, SENTENCE, 0.8 if picture.caution else 1.0),
        (picture.caution, CAUTION, 1.0),
        (picture.detail, DETAIL, 1.0),
    ]
    texts = [one for one in texts if one[0]]
    free = room.height - eyebrow_h - gap * len(texts)
    blocks: list[tuple[Block, Style]] = []
    for text, style, most in texts:
        block = pen.block(text, style, room.width, max(1, round(free * most)))
        free -= block.height
        blocks.append((block, style))
    y = room.y if portrait else room.y + max(0, round(free * _MIDDLE))
    pen.line(canvas, picture.title, EYEBROW, Rect(room.x, y, room.width, eyebrow_h), side)
    y += eyebrow_h
    for block, style in blocks:
        y += gap if style is not HEADLINE else gap // 2
        pen.write(canvas, block, style, replace(room, y=y), side)
        y += block.height


def draw_text(canvas: Canvas, picture: Picture, layout: Layout, pen: Pen) -> None:
    """Eyebrow, headline, sentence, chart or table, and below a fine line what is next."""
    if layout.orientation is Orientation.LANDSCAPE and (picture.table is not None or picture.chart is not None):
        _two_columns(canvas, picture, layout, pen)
        return
    _column(canvas, picture, layout.text, pen, picture.table, picture.chart)


def _two_columns(canvas: Canvas, picture: Picture, layout: Layout, pen: Pen) -> None:
    """Words on the left, figures on the right."""
    text, unit = layout.text, pen.scale.length
    split = text.x + round(text.width * 0.54)
    _column(canvas, picture, Rect.between(text.x, text.y, split - unit(60), text.bottom), pen, None, None)
    right = Rect.between(split, text.y, text.right, text.bottom)
    if picture.table is not None:
        height = _table_height(picture.table, right.width, pen)
        y = text.y + max(0, round((text.height - height) * _MIDDLE))
        _draw_table(canvas, picture.table, Rect(right.x, y, right.width, height), pen)
    elif picture.chart is not None:
        height = round(min(text.height * 0.6, unit(420)))
        y = text.y + round((text.height - height) * _MIDDLE)
        _draw_chart(canvas, picture.chart, Rect(right.x, y, right.width, height), pen)


def _column(canvas: Canvas, picture: Picture, room: Rect, pen: Pen, table: Table | None, chart: Chart | None) -> None:
    """One column of words, and what belongs to them, around the middle of its room."""
    unit = pen.scale.length
    width = min(room.width, unit(_LONGEST_LINE))
    eyebrow_h = round(pen.scale.text_px(EYEBROW) * 1.5) + unit(16) if picture.title else 0
    figures_h = 0
    if table is not None:
        figures_h = _table_height(table, room.width, pen) + unit(40)
    elif chart is not None:
        figures_h = unit(300) + unit(60)
    urgent_h = unit(_URGENT_APART) if picture.urgent else 0
    ruled = picture.page is Page.TEXT and bool(picture.sentence and picture.detail)
    rule_h = unit(90) if ruled else unit(24)
    said = picture.at_once or picture.sentence
    second = replace(COMPARISON, colour=INK) if picture.at_once else COMPARISON
    free = room.height - urgent_h - eyebrow_h - figures_h - rule_h - unit(36)
    texts: list[tuple[Block, Style]] = []
    question = picture.page is Page.QUESTION
    for text, style, most in (
        (picture.headline, HEADLINE if table is None else SENTENCE, 0.5 if said and not question else 0.75),
        (said, second, 1.0 if question else 0.62),
        (picture.detail, DETAIL, 1.0),
    ):
        block = pen.block(text, style, width, max(1, round(free * most)))
        free -= block.height
        texts.append((block, style))
    (headline, _), (sentence, _), (detail, _) = texts
    gap = unit(36) if sentence.lines else 0
    whole = urgent_h + eyebrow_h + headline.height + gap + sentence.height + figures_h + rule_h + detail.height
    y = room.y + max(0, round((room.height - whole) * _MIDDLE))
    if picture.urgent:
        _mark_urgent(canvas, room.x, y, pen)
    y += urgent_h
    if picture.title:
        pen.line(canvas, picture.title, EYEBROW, Rect(room.x, y, width, eyebrow_h - unit(16)), Align.LEFT)
    y += eyebrow_h
    pen.write(canvas, headline, texts[0][1], replace(room, y=y), Align.LEFT)
    y += headline.height + gap
    pen.write(canvas, sentence, second, replace(room, y=y), Align.LEFT)
    y += sentence.height
    if table is not None:
        _draw_table(canvas, table, Rect(room.x, y + unit(40), room.width, figures_h - unit(40)), pen)
    elif chart is not None:
        _draw_chart(canvas, chart, Rect(room.x, y + unit(60), room.width, figures_h - unit(60)), pen)
    y += figures_h
    if ruled:
        put(canvas, rounded(width, max(1, unit(3)), 1.0), room.x, y + rule_h // 2, LINE)
    y += rule_h
    pen.write(canvas, detail, DETAIL, replace(room, y=y), Align.LEFT)


def _mark_urgent(canvas: Canvas, x: int, y: int, pen: Pen) -> None:
    """The one line in the colour of stopping."""
    unit = pen.scale.length
    put(canvas, rounded(unit(150), unit(14), unit(14) / 2), x, y, STOP)


# Figures --------------------------------------------------------------------------------------------------------------


def _row_height(pen: Pen) -> int:
    return round(pen.scale.text_px(CELL) * 1.9)


def _table_height(table: Table, _width: int, pen: Pen) -> int:
    return _row_height(pen) * (len(table.rows) + 1)


def _draw_table(canvas: Canvas, table: Table, rect: Rect, pen: Pen) -> None:
    """Names on the left, figures in two columns on the right, a fine line between the rows."""
    height = min(_row_height(pen), rect.height // (len(table.rows) + 1))
    _draw_row(canvas, table.head, Rect(rect.x, rect.y, rect.width, height), CELL_HEAD, CELL_HEAD, pen)
    for index, row in enumerate(table.rows):
        y = rect.y + height * (index + 1)
        put(canvas, rounded(rect.width, max(1, pen.scale.length(2)), 0.5), rect.x, y, LINE)
        _draw_row(canvas, row, Rect(rect.x, y, rect.width, height), CELL, replace(CELL, colour=INK), pen)


def _draw_row(canvas: Canvas, row: Row, rect: Rect, name: Style, figure: Style, pen: Pen) -> None:
    column = round(rect.width * 0.19)
    pen.line(canvas, row.name, name, replace(rect, width=rect.width - 2 * column), Align.LEFT)
    pen.line(canvas, row.left, figure, Rect(rect.right - 2 * column, rect.y, column, rect.height), Align.RIGHT)
    pen.line(canvas, row.right, figure, Rect(rect.right - column, rect.y, column, rect.height), Align.RIGHT)


def _draw_chart(canvas: Canvas, chart: Chart, rect: Rect, pen: Pen) -> None:
    """Each side's repetitions as a line: the weaker side in green, the other quiet; the names at the lines' ends."""
    unit = pen.scale.length
    left, right = np.array(chart.left_mm), np.array(chart.right_mm)
    left_word, right_word = translate(words.LEFT), translate(words.RIGHT)
    top = max(1.0, float(left.max()), float(right.max())) * 1.05
    setting = pen.setting(right_word, CELL_HEAD, rect.width)
    label_px = setting.px
    label_w = max(pen.type.width(text, setting) for text in (left_word, right_word)) + 1
    plot_w = rect.width - label_w - unit(28)
    pen.line(canvas, chart.name, CELL_HEAD, Rect(rect.x, rect.y, plot_w, round(label_px * 1.4)), Align.LEFT)
    rect = Rect.between(rect.x, rect.y + label_px * 2.2, rect.right, rect.bottom)
    ends = []
    weaker_left = bool(np.median(left) <= np.median(right))
    for values, name, strong in ((right, right_word, weaker_left), (left, left_word, not weaker_left)):
        colour = DIM if strong else GO
        x = rect.x + np.linspace(unit(6), plot_w, len(values))
        y = rect.y + rect.height - np.clip(values / top, 0, 1) * rect.height
        points = np.stack([x, y], axis=1)
        stroke(canvas, points, mixed((0, 0, 0), colour, 0.85), unit(5) if strong else unit(7))
        ends.append((float(y[-1]), name, colour))
    ends.sort()
    apart = label_px * 1.2
    if ends[1][0] - ends[0][0] < apart:
        middle = (ends[0][0] + ends[1][0]) / 2
        ends = [(middle - apart / 2, *ends[0][1:]), (middle + apart / 2, *ends[1][1:])]
    for y_end, name, colour in ends:
        spot = Rect(rect.right - label_w, round(y_end - label_px / 2), label_w, label_px)
        pen.line(canvas, name, replace(CELL_HEAD, colour=colour), spot, Align.RIGHT)
