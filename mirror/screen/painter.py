"""Draws pictures on a surface: what stands still once per change, what moves at the frame rate.

On black ground every fade is a change of light, so nothing needs alpha.  What leaves goes dark in the first half of a
fade, what comes lights up in the second, and what stays keeps its light: two sentences never lie over each other.
"""

from dataclasses import dataclass, field, replace
from typing import Final

import cv2
import numpy as np
import pygame

from mirror.perception.face import Image
from mirror.screen.balance import BalancePainter
from mirror.screen.chrome import draw_chrome, still
from mirror.screen.ink import Canvas, Pen, blank, surface_of
from mirror.screen.layout import Rect, layout
from mirror.screen.panel import PanelPainter
from mirror.screen.picture import Balance, Guide, Page, Picture, Ring
from mirror.screen.ring import RingPainter
from mirror.screen.theme import FADE_S, Motion, Scale, ease
from mirror.screen.type import Type

#: Still parts keep their light through a fade where nothing nearer than this changes, in design pixels.
_APART: Final = 16
_CELL: Final = 8


@dataclass(slots=True)
class Presence:
    """How much of a part is there: eased towards shown or hidden."""

    part: float = 0.0

    def towards(self, shown: bool, passed_s: float, motion: Motion) -> float:
        """The light of the part after this time."""
        step = 1.0 if motion is Motion.REDUCED else passed_s / FADE_S
        self.part = min(1.0, self.part + step) if shown else max(0.0, self.part - step)
        return ease(2.0 * self.part - 1.0)


@dataclass(slots=True)
class _PanelState:
    """What a panel showed last, to let it fade out."""

    painter: PanelPainter
    presence: Presence = field(default_factory=Presence)
    image: Image | None = None
    label: str = ""
    guide: Guide = Guide.NONE
    drawn: tuple[Image, str, Guide, float] | None = None
    """Image, label, guide and light, as they stand on the canvas; None while nothing of the panel does."""

    def stands(self, light: float) -> bool:
        """Whether the canvas shows just this already: a demonstration that holds still is not drawn again."""
        if self.drawn is None:
            return False
        image, *rest = self.drawn
        return image is self.image and rest == [self.label, self.guide, light]


@dataclass(slots=True)
class _RingState:
    """What a ring showed last, to let it fade out."""

    painter: RingPainter
    presence: Presence = field(default_factory=Presence)
    last: Ring | None = None
    drawn: tuple[Ring, float] | None = None


class Painter:
    """The screen's hand.  One per size; keeps what it drew to draw only what changes."""

    def __init__(self, size: tuple[int, int], motion: Motion = Motion.FULL, type_: Type | None = None) -> None:
        width, height = size
        self.layout = layout(width, height)
        self.motion = motion
        self._pen = Pen(type_ if type_ is not None else Type.of_this_machine(), Scale(width, height))
        self._canvas = blank(width, height)
        self._shared = surface_of(self._canvas)
        self._old: Canvas = blank(width, height)
        self._new: Canvas = blank(width, height)
        self._kept: Canvas = self._old
        self._still: Picture | None = None
        self._faded = 1.0
        self._at_s: float | None = None
        self._surface: pygame.Surface | None = None
        self._dark: pygame.Surface | None = None
        self._demo = _PanelState(PanelPainter(self.layout.demo, self._pen, vignette=False))
        self._live = _PanelState(PanelPainter(self.layout.live, self._pen, vignette=True))
        self._lone = _PanelState(PanelPainter(self.layout.lone, self._pen, vignette=True))
        self._solo = _PanelState(PanelPainter(self.layout.solo, self._pen, vignette=True))
        self._ring = _RingState(RingPainter(self.layout.ring, self._pen))
        self._big_ring = _RingState(RingPainter(self.layout.big_ring, self._pen))
        self._balance = BalancePainter(self.layout.balance, self._pen)
        self._balance_presence = Presence()
        self._balance_last: Balance | None = None

    @property
    def live_size(self) -> tuple[int, int]:
        """Width and height at which the own face is best handed over in a practice."""
        return self.layout.live.width, self.layout.live.height

    @property
    def demo_size(self) -> tuple[int, int]:
        """Width and height at which a demonstration is best handed over."""
        return self.layout.demo.width, self.layout.demo.height

    @property
    def lone_size(self) -> tuple[int, int]:
        """Width and height of the own face where it is alone."""
        return self.layout.lone.width, self.layout.lone.height

    def go_on_from(self, picture: Picture, canvas: Canvas) -> None:
        """This picture, of which nothing moves, stands on the glass: what comes next fades in from it."""
        self._still, self._new = still(picture), canvas
        np.copyto(self._canvas, canvas)

    def draw(
        self, surface: pygame.Surface, picture: Picture, demo: Image | None, live: Image | None, now_s: float
    ) -> tuple[pygame.Rect, ...]:
        """Draw the picture; returns what changed.  Images are BGR, already mirrored as they shall be seen.

        ``now_s`` is monotonic seconds and paces the fades.  The surface must still hold what was drawn last.
        """
        passed_s = 0.0 if self._at_s is None else min(0.1, max(0.0, now_s - self._at_s))
        self._at_s = now_s
        whole = self._renew(picture, passed_s)
        changed = self._panels(picture, demo, live, passed_s, whole)
        routine = picture.page is Page.ROUTINE
        changed += self._draw_ring(self._ring, None if routine else picture.ring, passed_s, whole)
        changed += self._draw_ring(self._big_ring, picture.ring if routine else None, passed_s, whole)
        changed += self._draw_balance(picture, passed_s, whole)
        if whole or surface is not self._surface:
            self._surface, self._dark = surface, None
            changed = [Rect(0, 0, self.layout.scale.width, self.layout.scale.height)]
        areas = tuple(pygame.Rect(rect.x, rect.y, rect.width, rect.height) for rect in changed)
        for area in areas:
            surface.blit(self._shared, area, area)
        return areas

    def go_dark(self, surface: pygame.Surface) -> tuple[pygame.Rect, ...]:
        """Black, which is mirror; returns what changed.  The next picture is drawn whole."""
        if self._dark is surface:
            return ()
        self._dark, self._surface = surface, None
        return (surface.fill((0, 0, 0)),)

    def _renew(self, picture: Picture, passed_s: float) -> bool:
        """Bring the still parts into the canvas; whether all of it was drawn anew."""
        now_still = still(picture)
        first = self._still is None
        if now_still != self._still:
            fade = not first and self.motion is Motion.FULL
            if fade and self._faded < 1.0:
                self._old = self._canvas_between()
            else:
                self._old = self._new
            self._new = draw_chrome(picture, self.layout, self._pen)
            if fade:
                self._kept = _common(self._old, self._new, self._pen.scale.length(_APART))
            self._still = now_still
            self._faded = 0.0 if fade else 1.0
            if not fade:
                np.copyto(self._canvas, self._new)
                return True
        if self._faded >= 1.0:
            return False
        self._faded = min(1.0, self._faded + passed_s / FADE_S)
        np.copyto(self._canvas, self._canvas_between())
        return True

    def _canvas_between(self) -> Canvas:
        """The still parts on the way from the old picture to the new one."""
        half = 2.0 * self._faded - 1.0
        part = cv2.convertScaleAbs(self._new if half > 0.0 else self._old, alpha=ease(abs(half)))
        return cv2.max(part, self._kept, dst=part).astype(np.uint8, copy=False)

    def _panels(
        self, picture: Picture, demo: Image | None, live: Image | None, passed_s: float, whole: bool
    ) -> list[Rect]:
        panels = picture.panels
        pair = panels is not None and bool(panels.demo)
        alone = panels is not None and not pair
        practice = picture.page is Page.PRACTICE
        changed: list[Rect] = []
        for state, wanted, image, label in (
            (self._demo, pair, demo, "" if panels is None else panels.demo),
            (self._live, pair, live, "" if panels is None else panels.live),
            (self._solo, alone and practice, live, "" if panels is None else panels.live),
            (self._lone, alone and not practice, live, "" if panels is None else panels.live),
        ):
            if wanted and image is not None:
                state.image, state.label = image, label
                state.guide = Guide.NONE if panels is None else panels.guide
            light = state.presence.towards(wanted, passed_s, self.motion) if state.image is not None else 0.0
            if state.image is None:
                continue
            if light > 0.0:
                if whole or not state.stands(light):
                    patch = state.painter.draw(state.image, state.label, state.guide, light)
                    self._lay(state.painter.rect, patch, whole)
                    state.drawn = (state.image, state.label, state.guide, light)
                    changed.append(state.painter.rect)
            elif state.drawn is not None:
                changed += self._erase(state.painter.rect, whole)
                state.drawn, state.image = None, None
        return changed

    def _draw_ring(self, state: _RingState, ring: Ring | None, passed_s: float, whole: bool) -> list[Rect]:
        rect = state.painter.rect
        if ring is not None:
            state.last = ring if self.motion is Motion.FULL else _at_ease(ring)
        light = state.presence.towards(ring is not None, passed_s, self.motion)
        if state.last is None:
            return []
        if light <= 0.0:
            drawn, state.last, state.drawn = state.drawn, None, None
            return [] if drawn is None else self._erase(rect, whole)
        if not whole and state.drawn == (state.last, light):
            return []
        self._lay(rect, state.painter.draw(state.last, light), whole)
        state.drawn = (state.last, light)
        return [rect]

    def _draw_balance(self, picture: Picture, passed_s: float, whole: bool) -> list[Rect]:
        if picture.balance is not None:
            self._balance_last = picture.balance
        light = self._balance_presence.towards(picture.balance is not None, passed_s, self.motion)
        if self._balance_last is None:
            return []
        if light <= 0.0:
            self._balance_last = None
            self._balance.forget()
            return self._erase(self.layout.balance, whole)
        self._lay(self.layout.balance, self._balance.draw(self._balance_last, light, passed_s), whole)
        return [self.layout.balance]

    def _lay(self, rect: Rect, patch: Canvas, whole: bool) -> None:
        """Put a moving part in its place; on a canvas drawn anew it shines through what is fading there."""
        part = self._canvas[rect.y : rect.bottom, rect.x : rect.right]
        if whole:
            np.maximum(part, patch, out=part)
        else:
            part[:] = patch

    def _erase(self, rect: Rect, whole: bool) -> list[Rect]:
        """Put the still part back where something moving has gone; a canvas drawn anew has it already."""
        if whole:
            return []
        area = (slice(rect.y, rect.bottom), slice(rect.x, rect.right))
        self._canvas[area] = self._new[area]
        return [rect]


def _common(old: Canvas, new: Canvas, apart: int) -> Canvas:
    """What stands in both canvases at the same place, with nothing that changes near it; black elsewhere."""
    height, width = old.shape[:2]
    differs = (old.view(np.uint32) != new.view(np.uint32)).reshape(height, width).astype(np.uint8) * np.uint8(255)
    # Cells instead of pixels: this is done in the first frame of a fade, which must not come late.
    cells = cv2.resize(differs, (-(-width // _CELL), -(-height // _CELL)), interpolation=cv2.INTER_AREA)
    reach = 2 * max(1, round(apart / _CELL)) + 1
    same = (cv2.dilate(cells, np.ones((reach, reach), np.uint8)) == 0).astype(np.uint8)
    kept = blank(width, height)
    cv2.copyTo(new, cv2.resize(same, (width, height), interpolation=cv2.INTER_NEAREST), kept)
    return kept


def _at_ease(ring: Ring) -> Ring:
    """A waiting ring that does not breathe."""
    return ring if ring.breath is None else replace(ring, breath=0.5)
