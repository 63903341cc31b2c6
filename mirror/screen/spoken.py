"""A screen in the language of the mirror: the one place where the fixed words of a picture are looked up.

What was put together of figures and names has been looked up in ``phrases`` and is no message itself, so it stays.
"""

from dataclasses import replace

from mirror.language import translate
from mirror.screen.picture import Chart, Choices, Label, Panels, Picture, Ring, Row, Table


def spoken(picture: Picture) -> Picture:
    """The same picture with every text looked up; clock and date come in words already."""
    left, middle, right = (_label(one) for one in picture.buttons)
    return replace(
        picture,
        buttons=(left, middle, right),
        title=translate(picture.title),
        note=translate(picture.note),
        headline=translate(picture.headline),
        sentence=translate(picture.sentence),
        detail=translate(picture.detail),
        caution=translate(picture.caution),
        at_once=translate(picture.at_once),
        notice=translate(picture.notice),
        news=translate(picture.news),
        mark=None if picture.mark is None else replace(picture.mark, text=translate(picture.mark.text)),
        stop=translate(picture.stop),
        panels=None if picture.panels is None else _panels(picture.panels),
        ring=None if picture.ring is None else _ring(picture.ring),
        table=None if picture.table is None else _table(picture.table),
        chart=None if picture.chart is None else _chart(picture.chart),
        choices=None if picture.choices is None else _choices(picture.choices),
    )


def _label(label: Label) -> Label:
    return replace(label, text=translate(label.text))


def _panels(panels: Panels) -> Panels:
    return replace(panels, live=translate(panels.live), demo=translate(panels.demo))


def _ring(ring: Ring) -> Ring:
    return replace(ring, word=translate(ring.word), label=translate(ring.label))


def _table(table: Table) -> Table:
    return Table(_row(table.head), tuple(_row(row) for row in table.rows))


def _row(row: Row) -> Row:
    return Row(translate(row.name), translate(row.left), translate(row.right))


def _choices(choices: Choices) -> Choices:
    return replace(choices, words=tuple(translate(word) for word in choices.words))


def _chart(chart: Chart) -> Chart:
    return replace(chart, name=translate(chart.name))
