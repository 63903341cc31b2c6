"""Left against right: a line, a band that counts as together, a mark that glides."""

import numpy as np

from mirror.language import translate
from mirror.screen import words
from mirror.screen.ink import Align, Canvas, Pen, blank, disc, put, rounded
from mirror.screen.layout import Rect
from mirror.screen.picture import Balance
from mirror.screen.theme import GO, INK, LABEL, LINE, WARM, mixed

#: The mark's time constant: as calm as can be while it still belongs to the movement.
GLIDE_S = 0.12
#: Least distance between two of its words, in parts of their size: closer, they read as one.
APART = 0.6


class BalancePainter:
    """Draws the balance into its rectangle."""

    def __init__(self, rect: Rect, pen: Pen) -> None:
        self.rect = rect
        self._pen = pen
        self._shown: float | None = None
        self._band = -1.0
        self._ground = blank(rect.width, rect.height)
        unit = pen.scale.length
        named = [translate(text) for text in (words.LEFT, words.TOGETHER, words.RIGHT)]
        settings = [(text, pen.setting(text, LABEL, rect.width)) for text in named]
        widest = [pen.type.width(text, setting) for text, setting in settings]
        #: Without room for all three words it is the ends that are named: the middle has its mark.
        apart = max(unit(16), round(APART * settings[1][1].px))
        self._middle = rect.width >= 2 * max(widest[0], widest[2]) + widest[1] + 2 * apart
        self._line_y = unit(34)
        self._mark = unit(34)

    def forget(self) -> None:
        """The mark begins in the middle the next time it is shown."""
        self._shown = None

    def draw(self, balance: Balance, light: float, passed_s: float) -> Canvas:
        """(height, width, 4) the balance with this much light, 0..1, this long after it was drawn last."""
        if balance.band != self._band:
            self._band = balance.band
            self._ground = self._draw_ground(balance.band)
        before = 0.0 if self._shown is None else self._shown
        self._shown = before + (balance.value - before) * (1.0 - float(np.exp(-passed_s / GLIDE_S)))
        patch = self._ground.copy() if light >= 1.0 else (self._ground * np.float32(light)).astype(np.uint8)
        outside = max(0.0, abs(self._shown) - balance.band)
        colour = mixed(mixed(GO, WARM, min(1.0, outside / 0.25)), (0, 0, 0), 1.0 - light)
        x = self._x(self._shown) - self._mark / 2
        # The disc is moved by parts of a pixel, so that it glides.
        mark = disc(float(self._mark))
        whole = int(np.floor(x))
        shifted = np.zeros((mark.shape[0], mark.shape[1] + 1), np.float32)
        shifted[:, :-1] += mark * (1 - (x - whole))
        shifted[:, 1:] += mark * (x - whole)
        put(patch, shifted.astype(np.uint8), whole - 1, self._line_y - mark.shape[0] // 2, colour)
        return patch

    def _x(self, value: float) -> float:
        """Where on the line a value lies."""
        half = (self.rect.width - self._mark) / 2
        return self.rect.width / 2 + half * min(1.0, max(-1.0, value))

    def _draw_ground(self, band: float) -> Canvas:
        unit = self._pen.scale.length
        rect = self.rect
        ground = blank(rect.width, rect.height)
        track, thick = unit(6), unit(14)
        put(ground, rounded(rect.width, track, track / 2), 0, self._line_y - track // 2, LINE)
        left, right = round(self._x(-band)), round(self._x(band))
        put(
            ground, rounded(right - left, thick, thick / 2), left, self._line_y - thick // 2, mixed((0, 0, 0), GO, 0.36)
        )
        tick = unit(40)
        middle = rounded(unit(4), tick, unit(4) / 2)
        put(ground, middle, rect.width // 2 - unit(4) // 2, self._line_y - tick // 2, INK)
        low = Rect(0, self._line_y + unit(24), rect.width, rect.height - self._line_y - unit(24))
        if self._middle:
            self._pen.line(ground, translate(words.TOGETHER), LABEL, low, Align.CENTRE)
        self._pen.line(ground, translate(words.LEFT), LABEL, low, Align.LEFT)
        self._pen.line(ground, translate(words.RIGHT), LABEL, low, Align.RIGHT)
        return ground
