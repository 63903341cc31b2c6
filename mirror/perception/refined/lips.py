"""How far the lips reach to each side, by their colour.

Flow follows skin, and at the corner of the mouth skin folds away: in a pucker it lags behind the corner by a tenth.
Where the red of the lips ends is seen in each picture by itself, and nothing has to be followed.  The two are off
independently of each other (docs/measurement.md).
"""

from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np
import numpy.typing as npt

from mirror.perception.face import Image, Side
from mirror.perception.refined.camera import Vectors
from mirror.perception.refined.frontal import Floats, inwards_px

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
#: Variance of a colour (Lab, 8 bit) that counts as noise.
COLOUR_NOISE: Final = 2.0
#: Lips that differ from skin by fewer standard deviations than this have no edge that could be seen.
LEAST_CONTRAST: Final = 1.5


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

    def reach_px(self, part: Image) -> dict[Side, float]:
        """How far the lips reach from the middle to each side, in the same part of a frontal view."""
        colours = _lab(part)
        skin = np.median(colours[self.ring], axis=0)
        red = (colours - skin) @ self.redness / max(float(skin[0]), 1.0)
        reddest = cv2.GaussianBlur(red[self.rows], (0, 0), COLUMN_BLUR_PX).max(axis=0)
        return {Side.LEFT: _length(reddest[self.middle :]), Side.RIGHT: _length(reddest[self.middle :: -1])}


def _lab(part: Image) -> Floats:
    soft = cv2.GaussianBlur(part, (0, 0), BLUR_PX)
    return np.asarray(cv2.cvtColor(soft, cv2.COLOR_BGR2LAB), np.float32)


def _length(redness: npt.NDArray[np.floating]) -> float:
    """How many columns are lip, from the middle outwards; what is red again beyond their end is something else."""
    falling = np.minimum.accumulate(redness)
    return float(np.clip((falling - EDGE[0]) / (EDGE[1] - EDGE[0]), 0.0, 1.0).sum())
