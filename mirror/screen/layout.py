"""Where everything stands: one layout, computed from the size of the screen.

Portrait puts the parts of a practice above each other, landscape from left to right; both use the same grid of margins
and unit lengths, so every screen is the same screen at another size.
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, Self

from mirror.screen.theme import PANEL_ASPECT, Scale

#: Diameter of the ring where it is the picture itself, in design pixels.
_BIG_RING: Final = 560
#: How wide the mark of a stimulator is in landscape, in design pixels.
_MARK: Final = 460


class Orientation(Enum):
    """How the screen hangs."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in pixels; right and bottom are the first pixels outside."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def between(cls, left: float, top: float, right: float, bottom: float) -> Self:
        """The rectangle between these edges."""
        x, y = round(left), round(top)
        return cls(x, y, round(right) - x, round(bottom) - y)

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def overlaps(self, other: "Rect") -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def contains(self, other: "Rect") -> bool:
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom


@dataclass(frozen=True, slots=True)
class Layout:
    """Every place a screen can fill.

    ``practice``, ``face``, ``routine``, ``idle_page`` and ``text_page`` name those that are used together.
    """

    scale: Scale
    orientation: Orientation
    margin: int
    title: Rect
    dots: Rect
    demo: Rect
    live: Rect
    solo: Rect
    """The own face where an exercise has no demonstration."""
    ring: Rect
    headline: Rect
    sentence: Rect
    balance: Rect
    lone: Rect
    lone_words: Rect
    big_ring: Rect
    routine_words: Rect
    clock: Rect
    idle: Rect
    text: Rect
    buttons: tuple[Rect, Rect, Rect]
    notice: Rect
    """In landscape at the top, where it shares the line of a title."""
    mark: Rect
    """What a stimulator does; it and ``stop`` have their places in ``with_stimulator`` alone."""
    stop: Rect
    """The word of the stop button: a line above those of the three, at the outer edge."""

    def with_stimulator(self) -> Self:
        """The same screen where mark and stop are shown: everything else gives way, they never do."""
        gap = self.scale.length(20)
        if self.orientation is Orientation.PORTRAIT:
            notice = replace(self.notice, y=self.mark.y - self.notice.height)
            foot, sentence = notice.y - gap, self.sentence
        else:
            notice, foot = self.notice, self.mark.y
            sentence = Rect.between(self.sentence.x, self.sentence.y, self.mark.x - 2 * gap, self.sentence.bottom)
        return replace(
            self,
            notice=notice,
            sentence=sentence,
            lone_words=_above(foot, self.lone_words),
            routine_words=_above(foot, self.routine_words),
            text=_above(foot, self.text),
        )

    @property
    def stimulator(self) -> tuple[Rect, ...]:
        return (self.mark, self.stop)

    @property
    def practice(self) -> tuple[Rect, ...]:
        return (
            self.title, self.dots, self.demo, self.live, self.ring, self.headline, self.sentence, self.balance,
            *self._notice_beside_title, *self.buttons,
        )  # fmt: skip

    @property
    def _notice_beside_title(self) -> tuple[Rect, ...]:
        """The place of the notice where a title has its own line; in landscape they share it."""
        return (self.notice,) if self.orientation is Orientation.PORTRAIT else ()

    @property
    def face(self) -> tuple[Rect, ...]:
        return (self.title, self.lone, self.lone_words, *self._notice_beside_title, *self.buttons)

    @property
    def routine(self) -> tuple[Rect, ...]:
        return (self.big_ring, self.routine_words, self.notice, *self.buttons)

    @property
    def idle_page(self) -> tuple[Rect, ...]:
        return (self.clock, self.idle, self.notice, *self.buttons)

    @property
    def text_page(self) -> tuple[Rect, ...]:
        return (self.text, self.notice, *self.buttons)


def _above(foot: int, rect: Rect) -> Rect:
    """As much of it as ends above this."""
    return replace(rect, height=min(rect.bottom, foot) - rect.y)


def layout(width: int, height: int) -> Layout:
    """The layout of a screen of this size."""
    return _portrait(Scale(width, height)) if height > width else _landscape(Scale(width, height))


def _portrait(scale: Scale) -> Layout:
    """Fractions of the height follow the design at 1080x1920; the faces take what is left when a screen is squarer."""
    width, height = scale.width, scale.height
    unit = scale.length
    margin = unit(80)
    inner = width - 2 * margin
    foot = height - unit(60)
    row = max(unit(72), round(scale.smallest_px * 1.6))
    buttons_y = foot - row
    top = max(unit(72), round(height * 0.04))
    gap = unit(20)
    title_bottom = top + row + unit(16)
    panels_y = title_bottom + unit(30)
    # What stands below the faces needs this much; the faces get the rest, and at most the full width.
    words_h = round(scale.smallest_px * 2.5) + unit(190)
    balance_h = round(scale.smallest_px * 1.4) + unit(70)
    notice_h = round(scale.smallest_px * 1.4)
    # Above the buttons there is room for the notice and, below it, for the line of a stimulator.
    line_h = max(unit(64), round(scale.smallest_px * 1.5))
    line_y = buttons_y - unit(20) - line_h
    below = unit(374) + words_h + balance_h + notice_h + line_h + unit(132)
    panel_w = min((inner - gap) // 2, int((buttons_y - panels_y - below) * PANEL_ASPECT))
    panel_h = round(panel_w / PANEL_ASPECT)
    left = (width - 2 * panel_w - gap) // 2
    spare = max(0, buttons_y - panels_y - panel_h - below)
    ring_d = unit(374)
    ring_y = panels_y + panel_h + unit(56) + round(spare * 0.3)
    words_y = ring_y + ring_d + unit(40) + round(spare * 0.3)
    balance_y = words_y + words_h + unit(10) + round(spare * 0.15)
    notice_y = buttons_y - notice_h - unit(10)
    lone_w = min(inner, int((buttons_y - panels_y - words_h - notice_h - unit(100)) * PANEL_ASPECT))
    lone_h = round(lone_w / PANEL_ASPECT)
    lone = Rect((width - lone_w) // 2, panels_y, lone_w, lone_h)
    big_d = unit(_BIG_RING)
    big_y = round(height * 0.11)
    third = inner // 3
    dots_x = margin + round(inner * 0.56)
    half = words_h // 2
    return Layout(
        scale=scale,
        orientation=Orientation.PORTRAIT,
        margin=margin,
        title=Rect(margin, top, round(inner * 0.54), row),
        dots=Rect(dots_x, top, width - margin - dots_x, row),
        demo=Rect(left, panels_y, panel_w, panel_h),
        live=Rect(left + panel_w + gap, panels_y, panel_w, panel_h),
        solo=Rect((width - panel_w) // 2, panels_y, panel_w, panel_h),
        ring=Rect((width - ring_d) // 2, ring_y, ring_d, ring_d),
        headline=Rect(margin, words_y, inner, half),
        sentence=Rect(margin, words_y + half, inner, words_h - half),
        balance=Rect(margin, balance_y, inner, balance_h),
        lone=lone,
        lone_words=Rect.between(margin, lone.bottom + unit(70), width - margin, notice_y - unit(20)),
        big_ring=Rect((width - big_d) // 2, big_y, big_d, big_d),
        routine_words=Rect.between(margin, big_y + big_d + unit(90), width - margin, notice_y - unit(30)),
        clock=Rect(margin, round(height * 0.045), inner, unit(250) + scale.smallest_px),
        idle=Rect.between(margin, round(height * 0.5), width - margin, notice_y - unit(60)),
        text=Rect.between(margin, round(height * 0.08), width - margin, notice_y - unit(40)),
        buttons=(
            Rect(margin, buttons_y, third, row),
            Rect(margin + third, buttons_y, inner - 2 * third, row),
            Rect(width - margin - third, buttons_y, third, row),
        ),
        notice=Rect(margin, notice_y, inner, notice_h),
        mark=Rect(margin, line_y, inner - third, line_h),
        stop=Rect(width - margin - third, line_y, third, line_h),
    )


def _landscape(scale: Scale) -> Layout:
    """Faces on the left, ring, headline and balance in a column on the right, the sentence below the faces."""
    width, height = scale.width, scale.height
    unit = scale.length
    margin = unit(54)
    row = max(unit(72), round(scale.smallest_px * 1.6))
    top = unit(36)
    buttons_y = height - unit(36) - row
    gap = unit(28)
    # Two lines that can be read as well as the headline, in the typeface that needs most room.
    sentence_h = max(unit(140), round(scale.smallest_px * 3.6))
    panels_y = top + row + unit(16)
    panels_bottom = buttons_y - sentence_h - unit(8)
    column_least = max(unit(370), round(scale.smallest_px * 8.5))
    panel_w = min(
        int((panels_bottom - panels_y) * PANEL_ASPECT), (width - 2 * margin - column_least - 2 * unit(54) - gap) // 2
    )
    panel_h = round(panel_w / PANEL_ASPECT)
    live_x = margin + panel_w + gap
    column_x = live_x + panel_w + unit(62)
    column_w = width - margin - column_x
    balance_h = round(scale.smallest_px * 1.4) + unit(60)
    ring_d = min(unit(374), column_w, panels_bottom - panels_y - balance_h - round(scale.smallest_px * 4.2))
    ring_y = panels_y + unit(10)
    balance_y = panels_bottom - balance_h
    headline_y = ring_y + ring_d + unit(20)
    lone_w = int((panels_bottom + sentence_h - panels_y) * PANEL_ASPECT)
    words_x = margin + lone_w + unit(90)
    text_y, text_bottom = top + row, buttons_y - unit(40)
    big_d = min(unit(_BIG_RING), text_bottom - text_y)
    big_x = width - margin - unit(40) - big_d
    third = (width - 2 * margin) // 3
    notice_h = row
    text_w = min(width - 2 * margin, unit(1280))
    # A stimulator has the end of the sentence's row: its mark, and below it the word of the stop button.
    mark_w = min(max(unit(_MARK), scale.smallest_px * 12), width - 2 * margin - lone_w - unit(20))
    mark_y = panels_bottom + unit(16)
    half = (buttons_y - mark_y) // 2
    return Layout(
        scale=scale,
        orientation=Orientation.LANDSCAPE,
        margin=margin,
        title=Rect.between(margin, top, live_x + panel_w, top + row),
        dots=Rect(column_x, top, column_w, row),
        demo=Rect(margin, panels_y, panel_w, panel_h),
        live=Rect(live_x, panels_y, panel_w, panel_h),
        solo=Rect((margin + live_x) // 2, panels_y, panel_w, panel_h),
        ring=Rect(column_x + (column_w - ring_d) // 2, ring_y, ring_d, ring_d),
        headline=Rect(column_x, headline_y, column_w, balance_y - headline_y - unit(8)),
        sentence=Rect.between(margin, panels_bottom + unit(6), width - margin, panels_bottom + sentence_h),
        balance=Rect(column_x, balance_y, column_w, balance_h),
        lone=Rect(margin, panels_y, lone_w, round(lone_w / PANEL_ASPECT)),
        lone_words=Rect.between(words_x, panels_y, width - margin, panels_bottom + sentence_h),
        big_ring=Rect(big_x, text_y + (text_bottom - text_y - big_d) // 2, big_d, big_d),
        routine_words=Rect.between(margin, text_y, big_x - unit(80), text_bottom),
        clock=Rect.between(margin, top, width / 2, top + unit(250) + scale.smallest_px),
        idle=Rect.between(margin, height * 0.42, margin + text_w, buttons_y - unit(60)),
        text=Rect.between(margin, text_y, width - margin, text_bottom),
        buttons=(
            Rect(margin, buttons_y, third, row),
            Rect(margin + third, buttons_y, width - 2 * margin - 2 * third, row),
            Rect(width - margin - third, buttons_y, third, row),
        ),
        notice=Rect.between(width / 2 + unit(10), top, width - margin, top + notice_h),
        mark=Rect(width - margin - mark_w, mark_y, mark_w, half),
        stop=Rect.between(width - margin - mark_w, mark_y + half, width - margin, buttons_y),
    )
