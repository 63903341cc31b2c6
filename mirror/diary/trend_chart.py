"""A movement over the days, drawn: both sides, and around each side's first days what this mirror cannot tell apart.

The sides differ by line and mark, not by colour alone, and each has its name at its end: left is a strong full line
with full dots, right a thin one with open squares; on paper, where there may be no colour at all, a broken one.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from mirror.diary.svg import ON_PAGE, ON_PAPER, STAND_INS, Palette, inline
from mirror.diary.trend_spans import Span, Step, spans, step_of
from mirror.diary.trend_words import MOST_MARKS, band_sentence, chart_title, sentence
from mirror.diary.trends import Trend
from mirror.grammar import day_and_short_month
from mirror.language import translate
from mirror.perception.face import Side

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: The axis goes as far as this at least, so that half a millimetre does not look like much.
LEAST_HEIGHT_MM: Final = 4.0
#: Marks at each of more days than these are a scribble: then the line says it alone.
MOST_MARKED: Final = 30


@dataclass(frozen=True, slots=True)
class Pen:
    """How a side is drawn; lengths are parts of a letter's height."""

    colour: str
    width: float
    mark: str
    fill: str
    broken: tuple[float, ...] = ()
    """Dash and gap in widths of the line; empty: a full line."""

    @property
    def line(self) -> "Literal['-'] | tuple[float, tuple[float, ...]]":
        return (0.0, self.broken) if self.broken else "-"


_LEFT: Final = Pen(STAND_INS.left, 1 / 8, "o", STAND_INS.left)


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a chart is drawn, and with what; a page may show it at any size."""

    width: float
    height: float
    text: float
    """Height of its letters."""
    palette: Palette
    right: Pen
    left: Pen = _LEFT

    def pen(self, side: Side) -> Pen:
        return self.left if side is Side.LEFT else self.right


#: In pixels: as wide as the text of a page on the smallest phone, with letters as large as the page's own.
PAGE: Final = Shape(328, 226, 18, ON_PAGE, Pen(STAND_INS.right, 1 / 12, "s", STAND_INS.ground))
#: In points: a column of the therapist's report.
PAPER: Final = Shape(258, 106, 7.6, ON_PAPER, Pen(STAND_INS.right, 1 / 8, "s", STAND_INS.ground, (4, 2)))

#: Width of a letter as a part of its height, on the wide side of the usual typefaces.
_LETTER: Final = 0.6


@lru_cache(maxsize=64)
def trend_chart(trend: Trend, name: str, shape: Shape = PAGE) -> str:
    """One movement as an ``<svg>`` element; ``name`` is its own on the page.

    Nothing is drawn of days without practice, nor a line across them; days that could not be read are crosses at the
    foot.  Its title and description say the same in words.
    """
    from matplotlib.figure import Figure

    step = step_of(trend, MOST_MARKS)
    marks = spans(trend, step)
    ends = {side: translate(side.value) for side in Side}
    figure = Figure(figsize=(shape.width / 72, shape.height / 72), dpi=72)
    left, right = (2.0 * shape.text, shape.width - _LETTER * shape.text * (1.5 + max(map(len, ends.values()))))
    bottom, top = shape.text * (1.5 + 1.3 * _years_apart(marks)), shape.height - 1.6 * shape.text
    axes = figure.add_axes(
        (left / shape.width, bottom / shape.height, (right - left) / shape.width, (top - bottom) / shape.height)
    )
    highest = _axes(axes, trend, marks, shape)
    for side in Side:
        _band(axes, trend, marks, side, shape)
    for side in Side:
        _line(axes, marks, side, step, shape)
    _unread(axes, marks, shape)
    _end_labels(axes, marks, ends, highest * 1.1 * shape.text / (top - bottom), shape)
    described = " ".join(filter(None, [sentence(trend), band_sentence(trend)]))
    return inline(figure, name, chart_title(trend.movement), described, shape.palette)


def _axes(axes: "Axes", trend: Trend, marks: tuple[Span, ...], shape: Shape) -> float:
    """Days to the right, millimetres upwards; returns how many of these there are."""
    from matplotlib.ticker import MaxNLocator

    tops = [mm for mark in marks for mm in (mark.left_mm, mark.right_mm) if mm is not None]
    for side in Side:
        along = trend.course(side)
        if along is not None and along.margin is not None:
            tops.append(along.first + along.margin)
    highest = max([LEAST_HEIGHT_MM, *tops]) * 1.08
    axes.set_ylim(0, highest)
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True, steps=[1, 2, 5, 10]))
    heights = [tick for tick in axes.get_yticks() if 0 <= tick <= highest]
    axes.set_yticks(heights, [f"{tick:.0f}" for tick in heights])
    _text(axes, (0, 1), (-2 * shape.text, shape.text / 2), translate("mm"), shape, ha="left", va="bottom")
    first, last = marks[0].first, marks[-1].last
    room = max(1.0, (last - first).days * 0.03)
    axes.set_xlim(first.toordinal() - room, last.toordinal() + room)
    axes.set_xticks([])
    places = ((0.0, first, "left"), (1.0, last, "right")) if last != first else ((0.5, first, "center"),)
    for place, day, ha in places:
        words = f"{day_and_short_month(day)}\n{day.year}" if _years_apart(marks) else day_and_short_month(day)
        _text(axes, (place, 0), (0, -0.45 * shape.text), words, shape, ha=ha, va="top")
    axes.tick_params(axis="y", length=0, labelsize=shape.text, labelcolor=STAND_INS.ink, pad=shape.text / 4)
    axes.grid(axis="y", color=STAND_INS.line, linewidth=shape.text / 20)
    axes.set_axisbelow(True)
    axes.axhline(0, color=STAND_INS.line, linewidth=shape.text / 20, clip_on=False, zorder=1)
    for edge in axes.spines.values():
        edge.set_visible(False)
    return highest


def _text(
    axes: "Axes", place: tuple[float, float], apart: tuple[float, float], words: str, shape: Shape, ha: str, va: str
) -> None:
    """Words at a place of the axes (0..1), so many letters' units ``apart`` from it."""
    axes.annotate(
        words, place, apart, "axes fraction", "offset points", fontsize=shape.text, color=STAND_INS.ink, ha=ha, va=va
    )


def _years_apart(marks: tuple[Span, ...]) -> bool:
    return marks[0].first.year != marks[-1].last.year


def _band(axes: "Axes", trend: Trend, marks: tuple[Span, ...], side: Side, shape: Shape) -> None:
    """What lies within it is not different from the first days for certain."""
    along = trend.course(side)
    if along is None or along.margin is None:
        return
    pen = shape.pen(side)
    compared = [mark.middle for mark in marks if mark.compared]
    ends = (compared[0], compared[-1])
    low, high = max(0.0, along.first - along.margin), along.first + along.margin
    axes.fill_between(ends, low, high, facecolor=pen.colour, alpha=0.13, linewidth=0)
    for edge in (low, high):
        axes.plot(ends, (edge, edge), color=pen.colour, linestyle=pen.line, linewidth=shape.text / 28, alpha=0.6)


def _line(axes: "Axes", marks: tuple[Span, ...], side: Side, step: Step, shape: Shape) -> None:
    """A line through marks that belong together, and the marks; smaller those that are not compared."""
    pen = shape.pen(side)
    runs = _runs(marks, step)
    for run in runs:
        heights = [_height(one, side) for one in run]
        width = pen.width * shape.text
        axes.plot([one.middle for one in run], heights, color=pen.colour, linestyle=pen.line, linewidth=width)
    unmarked = {one for run in runs for one in run} if len(marks) > MOST_MARKED else set()
    size = shape.text * 0.34
    for compared in (False, True):
        shown = [one for one in marks if one.compared is compared and one.mm(side) is not None and one not in unmarked]
        axes.plot(
            [one.middle for one in shown],
            [_height(one, side) for one in shown],
            linestyle="none",
            marker=pen.mark,
            markersize=size if compared else 0.6 * size,
            markerfacecolor=pen.fill,
            markeredgecolor=pen.colour,
            markeredgewidth=shape.text / 12,
            clip_on=False,
            zorder=3,
        )


def _runs(marks: tuple[Span, ...], step: Step) -> list[list[Span]]:
    """The marks that a line may go through: compared with each other, and none so far from the next as to be a gap."""
    runs: list[list[Span]] = [[]]
    for mark in marks:
        before = runs[-1][-1] if runs[-1] else None
        far = before is not None and (mark.first - before.last).days >= step.longest_pause_days
        if far or not mark.compared:
            runs.append([])
        if mark.compared:
            runs[-1].append(mark)
    return [run for run in runs if len(run) > 1]


def _height(mark: Span, side: Side) -> float:
    """A side that was pulled the other way did not make this movement."""
    return max(0.0, mark.mm(side) or 0.0)


def _unread(axes: "Axes", marks: tuple[Span, ...], shape: Shape) -> None:
    nowhere = [mark.middle for mark in marks if mark.left_mm is None]
    axes.plot(
        nowhere,
        [0.0] * len(nowhere),
        linestyle="none",
        marker="x",
        markersize=shape.text * 0.4,
        markeredgecolor=STAND_INS.ink,
        markeredgewidth=shape.text / 12,
        clip_on=False,
    )


def _end_labels(axes: "Axes", marks: tuple[Span, ...], words: dict[Side, str], letter_mm: float, shape: Shape) -> None:
    """Each side's name at the end of its line, apart from the other's."""
    read = [mark for mark in marks if mark.left_mm is not None]
    if not read:
        return
    last = read[-1]
    lower, upper = sorted(Side, key=lambda side: _height(last, side))
    heights = {side: _height(last, side) for side in Side}
    missing = letter_mm - (heights[upper] - heights[lower])
    if missing > 0:
        heights[lower] = max(0.0, heights[lower] - missing / 2)
        heights[upper] = heights[lower] + letter_mm
    for side in Side:
        place = (1, heights[side] / axes.get_ylim()[1])
        _text(axes, place, (shape.text / 3, 0), words[side], shape, ha="left", va="center")
