"""The ring, antialiased exactly: each pixel's light is its distance to the arc."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mirror.screen.ink import Align, Canvas, Pen
from mirror.screen.layout import Rect
from mirror.screen.picture import Ring, Tone
from mirror.screen.theme import DIM, GO, LINE, NUMERAL, RING_LABEL, RING_WORD, WARM, Colour

TONES: dict[Tone, Colour] = {Tone.GO: GO, Tone.WARM: WARM, Tone.QUIET: DIM}
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
        self._line = pen.scale.length(14)
        self._radius = rect.width / 2 - self._line / 2 - 1.0
        axis = np.arange(rect.width, dtype=np.float32) + 0.5 - rect.width / 2
        radius = np.hypot(axis[None, :], axis[:, None])
        reach = self._line / 2 + 1.5
        near = (radius < self._radius + reach) & (radius > self._radius * (1 - SWELL) - reach)
        self._at = np.nonzero(near)
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
        patch[self._at] = self._colours(ring, light)
        return patch

    def _colours(self, ring: Ring, light: float) -> npt.NDArray[np.uint8]:
        """(n, 4) of the pixels near the line."""
        radius = self._radius
        glow = 0.0
        if ring.breath is not None:
            radius *= 1.0 - SWELL * (1.0 - ring.breath)
            glow = 0.25 + 0.75 * ring.breath
        half = self._line / 2
        line: Floats = np.clip(half + 0.5 - np.abs(self._r - radius), 0, 1)
        tone = np.array(TONES[ring.tone][::-1], np.float32)
        track = np.array(LINE[::-1], np.float32)
        if ring.breath is not None:
            track = track + (np.array(DIM[::-1], np.float32) * 0.8 - track) * np.float32(glow * 0.6)
        filled = self._arc(ring.fraction, radius, half)
        colours = (track * line[:, None] + (tone - track) * filled[:, None]) * np.float32(light)
        out = np.empty((colours.shape[0], 4), np.uint8)
        out[:, :3] = colours + 0.5
        out[:, 3] = 255
        return out

    def _arc(self, fraction: float, radius: float, half: float) -> Floats:
        """Coverage of an arc from the top clockwise, with round ends."""
        if fraction <= 0.0:
            return np.zeros_like(self._r)
        ring = np.abs(self._r - radius)
        if fraction < 1.0:
            end = 2 * np.pi * fraction
            start = np.hypot(self._x, self._y + radius)
            stop = np.hypot(self._x - radius * np.sin(end), self._y + radius * np.cos(end))
            ring = np.where(self._turn <= end, ring, np.minimum(start, stop))
        result: Floats = np.clip(half + 0.5 - ring, 0, 1).astype(np.float32)
        return result

    def _write(self, face: Face) -> npt.NDArray[np.uint8]:
        """The figure or word inside, with its label."""
        size = self.rect.width
        inside = np.zeros((size, size, 4), np.uint8)
        room = round(size * 0.68)
        left = (size - room) // 2
        if face.numeral:
            self._pen.line(
                inside, face.numeral, NUMERAL, Rect(left, round(size * 0.2), room, round(size * 0.5)), Align.CENTRE
            )
        if face.word:
            self._pen.line(inside, face.word, RING_WORD, Rect(left, 0, room, size), Align.CENTRE)
        if face.label:
            self._pen.line(
                inside, face.label, RING_LABEL, Rect(left, round(size * 0.62), room, round(size * 0.2)), Align.CENTRE
            )
        return inside
