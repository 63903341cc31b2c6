"""A patch of the resting face, looked for in the present one.

The net has learnt that faces are symmetrical: it draws a still mouth corner along with the moving one, and brows, nose
wings and lips hardly follow it at all (docs/measurement.md).  So the points say where a patch was at rest, and the
picture says where it is now: the place that is most like it (normalised correlation, so that the lamp and the exposure
do not matter), between the pixels by a parabola.  Where nothing is like it enough, for hair, a hand, glare, there is no
answer.
"""

from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Shift = npt.NDArray[np.float64]
"""(2,) x to the picture's right, y down; in pixels of the view."""

#: How far a patch is looked for, across and up and down, in pixels of the view (about 1.2 mm): a mouth corner travels
#: up to 13 mm, more upwards than aside.
SEARCH: Final = (7, 12)
#: A likeness (correlation) below this is not the same skin.
LEAST_LIKENESS: Final = 0.5
#: Of two places that are alike, the nearer one: likeness taken off per pixel of way.
LESS_PER_PIXEL: Final = 0.004

_FAR: Final = LESS_PER_PIXEL * np.hypot(
    *np.meshgrid(np.arange(-SEARCH[0], SEARCH[0] + 1), np.arange(-SEARCH[1], SEARCH[1] + 1))
).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Patch:
    """What one place looked like at rest."""

    centre: tuple[float, float]
    """x, y in the view."""
    grey: Grey

    @classmethod
    def of(cls, view: Grey, centre: Shift, half: tuple[int, int]) -> Self:
        """The patch that reaches ``half`` pixels to each side and up and down."""
        at = float(centre[0]), float(centre[1])
        return cls(at, np.asarray(cv2.getRectSubPix(view, (2 * half[0] + 1, 2 * half[1] + 1), at), np.uint8))

    def moved(self, view: Grey) -> Shift | None:
        """How far it has gone in the present view; None when it is not to be found."""
        height, width = self.grey.shape
        area = cv2.getRectSubPix(view, (width + 2 * SEARCH[0], height + 2 * SEARCH[1]), self.centre)
        likeness = np.asarray(cv2.matchTemplate(area, self.grey, cv2.TM_CCOEFF_NORMED), np.float32)
        _, _, _, (x, y) = cv2.minMaxLoc(likeness - _FAR)
        if likeness[y, x] < LEAST_LIKENESS or not (0 < x < 2 * SEARCH[0] and 0 < y < 2 * SEARCH[1]):
            return None
        across = _between(*likeness[y, x - 1 : x + 2].tolist())
        down = _between(*likeness[y - 1 : y + 2, x].tolist())
        return np.array([x - SEARCH[0] + across, y - SEARCH[1] + down])


def _between(before: float, here: float, after: float) -> float:
    """Where the parabola through three neighbours has its top, -1..1 from the middle one."""
    bend = before - 2.0 * here + after
    if bend >= 0.0:
        return 0.0
    return max(-1.0, min(1.0, 0.5 * (before - after) / bend))
