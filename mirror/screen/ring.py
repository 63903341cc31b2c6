"""The ring, antialiased exactly: each pixel's light is its distance to the arc."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from mirror.screen.ink import Align, Canvas, Pen
from mirror.screen.layout import Rect
from mirror.screen.picture import Ring, Tone
from mirror.screen.theme import DIM, GO, LINE, NUMERAL, RING_LABEL, RING_WORD, STOP, WARM, Colour, Style

TONES: dict[Tone, Colour] = {Tone.GO: GO, Tone.WARM: WARM, Tone.QUIET: DIM, Tone.STOP: STOP}
#: The diameter the words of the theme are meant for, in design pixels; in a larger ring they grow with it.
MEANT_PX = 374
#: How far the waiting ring breathes out and in, as a fraction of its radius.
SWELL = 0.02

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Face:
    """What stands inside the ring; drawn anew only when it changes."""

    numeral: str
    word: str
    label: str


class RingPainter:
    """Draws a ring into its square.  The pixels near the line are found once."""

    def __init__(self, rect: Rect, pen: Pen) -> None:
        self.rect = rect
        self._pen = pen
        self._times = max(1.0, rect.width / pen.scale.length(MEANT_PX))
        self._line = pen.scale.length(14)
        self._radius = rect.width / 2 - self._line / 2 - 1.0
        axis = np.arange(rect.width, dtype=np.float32) + 0.5 - rect.width / 2
        radius = np.hypot(axis[None, :], axis[:, None])
        reach = self._line / 2 + 1.5
        near = (radius < self._radius + reach) & (radius > self._radius * (1 - SWELL) - reach)
        self._at = np.flatnonzero(near)
        self._r: Floats = radius[near].astype(np.float32)
        self._x: Floats = np.broadcast_to(axis[None, :], radius.shape)[near].astype(np.float32)
        self._y: Floats = np.broadcast_to(axis[:, None], radius.shape)[near].astype(np.float32)
        self._turn: Floats = (np.arctan2(self._x, -self._y) % (2 * np.pi)).astype(np.float32)
        self._face: Face | None = None
        self._inside = np.zeros((rect.width, rect.width, 4), np.uint8)

    def draw(self, ring: Ring, light: float) -> Canvas:
        """(size, size, 4) the ring with this much light, 0..1."""
        face = Face(ring.numeral, ring.word, ring.label)
        if face != self._face:
            self._face = face
            self._inside = self._write(face)
        patch = self._inside.copy() if light >= 1.0 else (self._inside * np.float32(light)).astype(np.uint8)
        patch.view(np.uint32).reshape(-1)[self._at] = self._colours(ring, light)
        return patch

    def _colours(self, ring: Ring, light: float) -> npt.NDArray[np.uint32]:
        """(n,) of the pixels near the line, blue, green, red and 255 in the bytes of each number.

        Where the arc is, the line is too, so the sum of both never exceeds the arc's own colour.
        """
        radius, half = self._radius, self._line / 2
        track = np.array(LINE[::-1], np.float32)
        if ring.breath is not None:
            radius *= 1.0 - SWELL * (1.0 - ring.breath)
            track += (np.array(DIM[::-1], np.float32) * 0.8 - track) * np.float32(0.15 + 0.45 * ring.breath)
        line = _levels(half + 0.5 - np.abs(self._r - np.float32(radius)))
        colours = _table(track * light, 255)[line]
        if ring.fraction > 0.0:
            above = np.maximum(np.array(TONES[ring.tone][::-1], np.float32) - track, 0.0)
            colours += _table(above * light, 0)[_levels(half + 0.5 - self._distance(ring.fraction, radius))]
        return colours

    def _distance(self, fraction: float, radius: float) -> Floats:
        """(n,) of each pixel from an arc that runs clockwise from the top and has round ends."""
        ring: Floats = np.abs(self._r - np.float32(radius))
        if fraction >= 1.0:
            return ring
        end = 2 * np.pi * fraction
        outside = np.nonzero(self._turn > np.float32(end))[0]
        x, y = self._x[outside], self._y[outside]
        start = np.hypot(x, y + np.float32(radius))
        stop = np.hypot(x - np.float32(radius * np.sin(end)), y + np.float32(radius * np.cos(end)))
        ring[outside] = np.minimum(start, stop)
        return ring

    def _write(self, face: Face) -> npt.NDArray[np.uint8]:
        """The figure or word inside, with its label."""
        size = self.rect.width
        inside = np.zeros((size, size, 4), np.uint8)
        room = round(size * 0.68)
        left = (size - room) // 2
        if face.numeral:
            # Alone it stands in the middle, as a word does.
            place = Rect(left, round(size * 0.2), room, round(size * 0.5)) if face.label else Rect(left, 0, room, size)
            self._pen.line(inside, face.numeral, self._grown(NUMERAL), place, Align.CENTRE)
        if face.word:
            self._pen.line(inside, face.word, self._grown(RING_WORD), Rect(left, 0, room, size), Align.CENTRE)
        if face.label:
            below = Rect(left, round(size * 0.62), room, round(size * 0.2))
            self._pen.line(inside, face.label, self._grown(RING_LABEL), below, Align.CENTRE)
        return inside

    def _grown(self, style: Style) -> Style:
        return replace(style, design_px=style.design_px * self._times)


def _levels(cover: Floats) -> npt.NDArray[np.uint8]:
    """Coverage 0..1, with what lies beyond cut off, in 256 levels."""
    levels: npt.NDArray[np.uint8] = (np.clip(cover, 0.0, 1.0) * np.float32(255) + np.float32(0.5)).astype(np.uint8)
    return levels


def _table(colour: Floats, last: int) -> npt.NDArray[np.uint32]:
    """(256,) a colour (blue, green, red) at every level of coverage, with its last byte."""
    table = np.empty((256, 4), np.uint8)
    table[:, :3] = np.arange(256, dtype=np.float32)[:, None] / 255.0 * colour
    table[:, 3] = last
    return table.view(np.uint32).reshape(-1)
