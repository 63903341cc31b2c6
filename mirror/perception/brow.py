"""How far each brow has risen, from the image.

Landmarks follow a one-sided brow raise with a third of its size, and not alike on both sides (docs/measurement.md).  A
brow is a dark ridge: the strip of skin around it at rest is looked for, sub-pixel, up and down a column of the present
picture, which is first laid into the head's own frame.  Only the vertical is read; a horizontal ridge says nothing
sideways.
"""

from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np
import numpy.typing as npt

from mirror.perception.face import Image, Points, Side
from mirror.perception.head import Similarity, Vectors
from mirror.perception.landmarks import BROW, STABLE

Strip = npt.NDArray[np.float32]
"""(rows, columns) grey levels; a row is ``ROW_MM`` high, the first one is the highest."""

ROW_MM: Final = 0.25
COLUMN_MM: Final = 1.0
#: The ridge and the skin that moves with it, above and below the brow's middle.
ABOVE_MM: Final = 5.0
BELOW_MM: Final = 4.0
#: How far a brow can be from where it rests.  A full raise is about 10 mm.
UP_MM: Final = 13.0
DOWN_MM: Final = 4.0
#: Correlation under which what was found is not the brow: hair over it, a hand, glare.
LEAST_LIKENESS: Final = 0.5

_STABLE: Final = np.array(STABLE)


@dataclass(frozen=True, slots=True)
class BrowPlace:
    """Where a brow rests: its middle and half its width in the head's frame, and how many units make a millimetre."""

    middle: npt.NDArray[np.float64]
    half_width_mm: float
    units_per_mm: float

    @classmethod
    def of(cls, rest: Vectors, side: Side, mm_per_unit: float) -> Self:
        points = rest[list(BROW[side])]
        return cls(
            middle=points.mean(axis=0),
            half_width_mm=float(np.ptp(points[:, 0])) / 2.0 * mm_per_unit,
            units_per_mm=1.0 / mm_per_unit,
        )

    def strip(self, image: Image, points: Points, rest: Vectors, above_mm: float, below_mm: float) -> Strip:
        """The skin around this brow as it looks in ``image``, with the motion of the head taken out."""
        to_image = Similarity.between(rest[_STABLE], points[_STABLE].astype(np.float64))
        rows = round((above_mm + below_mm) / ROW_MM)
        columns = max(3, round(2.0 * self.half_width_mm / COLUMN_MM))
        origin = self._in_image(to_image, -self.half_width_mm, -above_mm)
        along = (self._in_image(to_image, self.half_width_mm, -above_mm) - origin) / columns
        down = (self._in_image(to_image, -self.half_width_mm, below_mm) - origin) / rows
        affine = np.column_stack((along, down, origin))
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        patch = cv2.warpAffine(image, affine, (columns, rows), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return cv2.cvtColor(patch, cv2.COLOR_BGR2GRAY).astype(np.float32)

    def _in_image(self, to_image: Similarity, right_mm: float, down_mm: float) -> npt.NDArray[np.float64]:
        offset = np.array([right_mm, down_mm, 0.0]) * self.units_per_mm
        pixel: npt.NDArray[np.float64] = to_image.apply(self.middle + offset)[:2]
        return pixel


def rise_mm(template: Strip, column: Strip) -> float | None:
    """How far up the template's brow is found in ``column``; None if it is not there.

    ``column`` reaches UP_MM above the template and DOWN_MM below it.
    """
    likeness = np.asarray(cv2.matchTemplate(column, template, cv2.TM_CCOEFF_NORMED), np.float32)[:, 0]
    best = int(likeness.argmax())
    if likeness[best] < LEAST_LIKENESS:
        return None
    return UP_MM - (best + _summit(likeness, best)) * ROW_MM


def _summit(values: npt.NDArray[np.float32], best: int) -> float:
    """Where between the rows the parabola through the best one and its neighbours has its top, -0.5..0.5."""
    if not 0 < best < len(values) - 1:
        return 0.0
    before, at, after = (float(v) for v in values[best - 1 : best + 2])
    bend = before - 2.0 * at + after
    return 0.0 if bend >= 0.0 else 0.5 * (before - after) / bend
