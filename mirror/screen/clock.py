"""The time on the glass: all there is of a mirror that has only just been started, and the head of its idle page."""

from datetime import datetime

from mirror.grammar import weekday_and_date
from mirror.screen.ink import Align, Canvas, Pen
from mirror.screen.layout import Layout, Rect
from mirror.screen.theme import CLOCK, DATE


def clock(time: datetime) -> str:
    """``18:42``."""
    return f"{time.hour:02d}:{time.minute:02d}"


def date(time: datetime) -> str:
    """``Saturday 21 November``."""
    return weekday_and_date(time.date())


def draw_time(canvas: Canvas, clock_: str, date_: str, layout: Layout, pen: Pen) -> None:
    """The time at the top, and the date below it."""
    top = layout.clock
    clock_px = pen.scale.text_px(CLOCK)
    pen.line(canvas, clock_, CLOCK, Rect(top.x, top.y, top.width, round(clock_px * 1.05)), Align.LEFT)
    date_y = top.y + round(clock_px * 1.05) + pen.scale.length(14)
    pen.line(canvas, date_, DATE, Rect(top.x, date_y, top.width, round(pen.scale.text_px(DATE) * 1.3)), Align.LEFT)
