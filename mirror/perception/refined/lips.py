"""Where the lips end on each side, by their colour.

Flow follows skin, and at the corner of the mouth skin folds away: in a pucker it lags behind the corner by a tenth.
Where the red of the lips ends is seen in each picture by itself, and nothing has to be followed.  The two are off
independently of each other, sideways as well as up and down (docs/measurement.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np
import numpy.typing as npt

from mirror.perception.face import Image, Side
from mirror.perception.refined.camera import Vectors
from mirror.perception.refined.frontal import Floats, inwards_px
from mirror.perception.refined.readings import Vector

#: The edge of the lips, from the right corner along the upper lip to the left one and back.
OUTLINE: Final = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
_RIGHT_CORNER: Final = OUTLINE.index(61)
_LEFT_CORNER: Final = OUTLINE.index(291)
#: In frontal pixels: so deep inside the outline all is lip, and between so far outside it all is skin.
DEEP_PX: Final = 2.5
RING_PX: Final = (7.0, 16.0)
BLUR_PX: Final = 1.0
#: Redness is smoothed by this before the reddest place of each column is taken.
COLUMN_BLUR_PX: Final = 2.0
#: Redness, 0 for skin and 1 for lips, up to which a column is outside them and from which it is inside.
EDGE: Final = (0.5, 0.9)
#: How high the lips end is read from so many columns before their end, in frontal pixels.
TIP_PX: Final = 6
#: Variance of a colour (Lab, 8 bit) that counts as noise.
COLOUR_NOISE: Final = 2.0
#: Lips that differ from skin by fewer standard deviations than this have no edge that could be seen.
LEAST_CONTRAST: Final = 1.5
#: Keeps the middle of nothing a number.
TINY: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Lips:
    """The lips of one face at rest."""

    colour: "LipColour"
    ends: Mapping[Side, Vector]
    """Where they end on each side, in pixels of the part of the frontal view that they were found in."""

    @classmethod
    def of(cls, part: Image, outline: Vectors) -> Self | None:
        """The lips in part of a frontal view at rest; None if they look like the skin.

        ``outline`` (n, 2) are the places of ``OUTLINE`` in that part.
        """
        colour = LipColour.of(part, outline)
        return None if colour is None else cls(colour, colour.ends(part))

    def gone(self, part: Image) -> dict[Side, Vector]:
        """How far their end has gone on each side in the same part of another frontal view."""
        now = self.colour.ends(part)
        return {side: now[side] - self.ends[side] for side in Side}


@dataclass(frozen=True, slots=True)
class LipColour:
    """What tells the lips from the skin round them, in one face."""

    ring: npt.NDArray[np.bool_]
    """(height, width) that skin."""
    redness: npt.NDArray[np.float64]
    """(3,) from a colour's distance to the skin's (Lab), over the skin's lightness, to its redness."""
    rows: slice
    """Where the lips are."""
    middle: int
    """The column between the corners of the mouth."""

    @classmethod
    def of(cls, part: Image, outline: Vectors) -> Self | None:
        """The colour of the lips in part of a frontal view at rest, by Fisher's linear discriminant.

        ``outline`` (n, 2) are the places of ``OUTLINE`` in that part.  None if the lips look like the skin.
        """
        inside = inwards_px(outline, (part.shape[0], part.shape[1]))
        colours = _lab(part)
        ring = (inside < -RING_PX[0]) & (inside > -RING_PX[1])
        usual_skin = np.median(colours[ring], axis=0)
        # Thin lips are nowhere deep.
        lips, skin = colours[inside > min(DEEP_PX, float(inside.max()) / 2.0)], colours[ring]
        apart = np.median(lips, axis=0) - usual_skin
        spread = np.cov(lips.T) + np.cov(skin.T) + COLOUR_NOISE * np.eye(3)
        way = np.linalg.solve(spread, apart)
        contrast = float(apart @ way)
        if contrast < LEAST_CONTRAST**2:
            return None
        top, bottom = outline[:, 1].min() - RING_PX[0], outline[:, 1].max() + RING_PX[0]
        middle = (outline[_LEFT_CORNER, 0] + outline[_RIGHT_CORNER, 0]) / 2.0
        redness = np.asarray(way, np.float64) / contrast * float(usual_skin[0])
        return cls(ring, redness, slice(max(0, round(top)), round(bottom) + 1), round(float(middle)))

    def ends(self, part: Image) -> dict[Side, Vector]:
        """Where the lips end on each side, in pixels of the same part of a frontal view: (2,), x right and y down.

        Lips that have lost their colour end in the middle, at the top: far from where any reading of skin has them.
        """
        colours = _lab(part)
        skin = np.median(colours[self.ring], axis=0)
        red = (colours - skin) @ self.redness / max(float(skin[0]), 1.0)
        soft = np.asarray(cv2.GaussianBlur(red[self.rows], (0, 0), COLUMN_BLUR_PX), np.float64)
        outwards = {Side.LEFT: (soft[:, self.middle :], 1.0), Side.RIGHT: (soft[:, self.middle :: -1], -1.0)}
        found = {}
        for side, (half, way) in outwards.items():
            reach = _length(half.max(axis=0))
            found[side] = np.array([self.middle + way * reach, self.rows.start + _height(half, reach)])
        return found


def _lab(part: Image) -> Floats:
    soft = cv2.GaussianBlur(part, (0, 0), BLUR_PX)
    return np.asarray(cv2.cvtColor(soft, cv2.COLOR_BGR2LAB), np.float32)


def _length(reddest: npt.NDArray[np.float64]) -> float:
    """How many columns are lip, from the middle outwards; what is red again beyond their end is something else."""
    falling = np.minimum.accumulate(reddest)
    return float(np.clip((falling - EDGE[0]) / (EDGE[1] - EDGE[0]), 0.0, 1.0).sum())


def _height(half: npt.NDArray[np.float64], reach: float) -> float:
    """The row of the lips' last columns, weighted by how far each pixel is beyond half redness."""
    tip = half[:, max(0, round(reach - TIP_PX)) : round(reach) + 1]
    weight = np.clip((tip - EDGE[0]) / (1.0 - EDGE[0]), 0.0, 1.0)
    return float(np.arange(len(tip)) @ weight.sum(axis=1) / max(float(weight.sum()), TINY))
