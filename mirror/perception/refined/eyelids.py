"""How far the lids came together, from how much of the eye the skin has covered.

A net that has learnt that faces are symmetrical draws the lids of both sides together; colours do not.  Every pixel of
the opening is taken as a mixture of skin, whose colour is that of the ring round the eye in the same picture, and one
of the eye's own colours, learnt at rest: sclera, iris, pupil.  The eye's shares add up to the visible area
(docs/measurement.md).
"""

from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np
import numpy.typing as npt

from mirror.perception.face import Image, Side
from mirror.perception.refined.frontal import Floats, FrontalFace, inwards_px

#: The edge of the opening, from the outer corner along the upper lid to the inner corner and back.
OPENING: Final = {
    Side.LEFT: (263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249),
    Side.RIGHT: (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7),
}
#: In frontal pixels: what lies round the opening, how much too narrow the net may draw it, where the skin is taken.
MARGIN_PX: Final = 16
LOOSE_PX: Final = 3.0
RING_PX: Final = (5.0, 12.0)
BLUR_PX: Final = 0.5
#: Hue tells eye from skin better than lightness, which shadows and creases change.
HUE: Final = 2.5
COLOURS: Final = 4
#: A colour nearer to skin than this (Lab, 8 bit) tells nothing.
APART: Final = 8.0
#: An opening of fewer frontal pixels has no colours to learn: the eye is shut.
LEAST_PX: Final = 40
#: A share of eye below this is a lash or a crease, one above its complement is all eye.
TRACE: Final = 0.25

_INNER_CORNER: Final = 8
_STOP: Final = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 0.1)


@dataclass(frozen=True, slots=True)
class Eye:
    """One eye at rest in the frontal view."""

    place: tuple[slice, slice]
    inwards: Floats
    """Frontal pixels inwards from the edge of the opening, negative outside."""
    skin: npt.NDArray[np.float64]
    """(3,) the usual brightness of the skin round the eye at rest, per channel: what the light has become since."""
    palette: Floats
    """(k, 3) the eye's colours, skin taken as zero."""
    area_px: float
    """What is seen of the eye at rest."""
    width_px: float
    gap_px: float
    """Mean height of the opening at rest, by the mesh: an ellipse's area over its width, times 4/pi."""

    @classmethod
    def of(cls, face: FrontalFace, frontal: Image, side: Side) -> Self:
        edge = face.mesh[list(OPENING[side]), :2]
        low = np.floor(edge.min(axis=0)).astype(int) - MARGIN_PX
        high = np.ceil(edge.max(axis=0)).astype(int) + MARGIN_PX + 1
        place = (slice(low[1], high[1]), slice(low[0], high[0]))
        inside = inwards_px(edge - low, (high[1] - low[1], high[0] - low[0]))
        skin = _skin(frontal[place], inside)
        colours = _colours(frontal[place], inside)
        palette = _palette(colours[inside > 1.0])
        outline = edge.astype(np.float32)
        width = float(np.linalg.norm(edge[0] - edge[_INNER_CORNER]))
        gap = float(cv2.contourArea(outline)) / width * 4.0 / np.pi
        return cls(place, inside, skin, palette, _area(colours, inside, palette), width, gap)

    def seen(self, frontal: Image) -> float:
        """How much of the eye is seen in a frontal view, as a part of what is seen at rest."""
        part = frontal[self.place]
        light = self.skin / np.maximum(_skin(part, self.inwards), 1.0)
        alike = np.clip(np.rint(part * light), 0, 255).astype(np.uint8)
        area = _area(_colours(alike, self.inwards), self.inwards, self.palette)
        return area / max(self.area_px, 1.0)


def _skin(part: Image, inwards: Floats) -> npt.NDArray[np.float64]:
    """(3,) the usual colour of the skin round the eye, as the camera gives it."""
    ring = (inwards < -RING_PX[0]) & (inwards > -RING_PX[1])
    return np.asarray(np.median(part[ring], axis=0), np.float64)


def _colours(part: Image, inwards: Floats) -> Floats:
    """(h, w, 3) Lab, the usual colour of the skin round the eye taken as zero."""
    soft = cv2.GaussianBlur(part, (0, 0), BLUR_PX)
    lab = cv2.cvtColor(soft, cv2.COLOR_BGR2LAB).astype(np.float32) * np.array([1.0, HUE, HUE], np.float32)
    skin = lab[(inwards < -RING_PX[0]) & (inwards > -RING_PX[1])]
    return np.asarray(lab - np.median(skin, axis=0), np.float32)


def _palette(eye: Floats) -> Floats:
    """The colours (k, 3) of an eye's pixels (n, 3), those nearest to skin left out: k-means from bands of lightness.

    None for an eye that is too little open to have any.
    """
    if len(eye) < LEAST_PX:
        return np.empty((0, 3), np.float32)
    from_skin = np.linalg.norm(eye, axis=1)
    chosen = np.ascontiguousarray(eye[from_skin >= np.quantile(from_skin, 0.25)])
    bands = np.argsort(np.argsort(chosen[:, 0])) * COLOURS // len(chosen)
    labels = bands.astype(np.int32)[:, None]
    found = cv2.kmeans(chosen, COLOURS, labels, _STOP, 1, cv2.KMEANS_USE_INITIAL_LABELS)[2]
    palette = np.asarray(found, np.float32)
    told = np.linalg.norm(palette, axis=1) >= APART
    return palette[told] if told.any() else palette


def _area(colours: Floats, inwards: Floats, palette: Floats) -> float:
    """Pixels of eye in the opening: each one the share of that eye colour that explains it best."""
    if len(palette) == 0:
        return 0.0
    mixed = colours[inwards > -LOOSE_PX]
    share = np.clip(mixed @ palette.T / (palette**2).sum(axis=1), 0.0, 1.0)
    left_over = np.linalg.norm(mixed[:, None] - share[..., None] * palette, axis=2)
    best = share[np.arange(len(share)), left_over.argmin(axis=1)]
    return float(np.clip((best - TRACE) / (1.0 - 2.0 * TRACE), 0.0, 1.0).sum())


def openings_px(left: Eye, right: Eye, frontal: Image) -> tuple[tuple[float, float], tuple[float, float]]:
    """(left, right) mean heights of the openings: first those at rest, then those seen now; frontal pixels.

    The heights come from the visible areas, so that both sides are read alike; the mesh only gives them a common scale.
    """
    heights = left.area_px / left.width_px, right.area_px / right.width_px
    scale = (left.gap_px + right.gap_px) / max(sum(heights), 1e-6)
    rest = heights[0] * scale, heights[1] * scale
    return rest, (rest[0] * left.seen(frontal), rest[1] * right.seen(frontal))
