"""Where the skin round mouth and nose has gone, from the image.

The landmark net has learnt that faces are symmetrical: a still mouth corner is drawn along with the moving one, and
lips and nose wings hardly follow at all (docs/measurement.md).  So landmarks say where to look, and sparse Lucas-Kanade
flow from a picture at rest to the present one, both laid into the head's own frame, says how far the skin there has
moved.  Points that do not flow back to where they came from are not believed.
"""

from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np
import numpy.typing as npt

from mirror.perception.displacement import REGIONS
from mirror.perception.excursion import Movement
from mirror.perception.face import Image, Points, Side
from mirror.perception.head import Similarity, Vectors
from mirror.perception.landmarks import COMMISSURE, LOWER_LIP, NOSE_WING, STABLE, UPPER_LIP

Pixels = npt.NDArray[np.float32]
"""(n, 2) x, y."""
Shifts = npt.NDArray[np.float64]
"""(n, 2) in the head's frame and its units."""

#: The points that are followed.
FOLLOWED: Final = tuple(
    index for region in (COMMISSURE, UPPER_LIP, NOSE_WING, LOWER_LIP) for side in Side for index in region[side]
)
#: Millimetres of face per pixel of the patch: fine enough for tenths of a millimetre, coarse enough to be quick.
PIXEL_MM: Final = 0.5
#: How far the patch reaches beyond the followed points: as far as a corner travels, and half a window more.
MARGIN_MM: Final = 16.0
#: A point must come back to within this distance when it is followed backwards.
RETURN_MM: Final = 1.0
_WINDOW: Final = (25, 25)
_LEVELS: Final = 3

_STABLE: Final = np.array(STABLE)
_FOLLOWED: Final = np.array(FOLLOWED)


@dataclass(frozen=True, slots=True)
class Patch:
    """Lower face in the head's frame: the grey picture, and how its pixels lie in the camera's."""

    grey: npt.NDArray[np.uint8]
    to_image: npt.NDArray[np.float64]
    """(2, 3) patch pixels to image pixels."""
    places: Pixels
    """Where the followed points of the resting face would be in this patch, had nothing but the head moved."""


@dataclass(frozen=True, slots=True)
class RestPatch:
    """The lower face at rest, from which the flow is measured."""

    rest: Vectors
    mm_per_unit: float
    patch: Patch
    bias: Shifts
    """What a still face seems to have moved, because the one frame of the patch is not the mean of all."""

    @classmethod
    def of(cls, image: Image, points: Points, rest: Vectors, mm_per_unit: float) -> Self:
        still = np.zeros((len(FOLLOWED), 2))
        return cls(rest, mm_per_unit, _patch(image, points, rest, mm_per_unit), still)

    def shifts(self, image: Image, points: Points) -> Shifts:
        """How far each followed point has moved since rest; not-a-number where the flow is not to be believed."""
        now = _patch(image, points, self.rest, self.mm_per_unit)
        there, back = _flow(self.patch.grey, now.grey, self.patch.places)
        lost = np.linalg.norm(back - self.patch.places, axis=1) > RETURN_MM / PIXEL_MM
        moved: Shifts = (there - now.places).astype(np.float64) * (PIXEL_MM / self.mm_per_unit)
        moved[lost] = np.nan
        return moved - self.bias


def followed(rest: Vectors, laid: Vectors, shifts: Shifts) -> Vectors:
    """``laid`` (478, 3), with the followed points where the image says they are."""
    corrected = laid.copy()
    seen = ~np.isnan(shifts[:, 0])
    corrected[_FOLLOWED[seen], :2] = rest[_FOLLOWED[seen], :2] + shifts[seen]
    return corrected


def unfollowed(shifts: Shifts) -> set[Movement]:
    """The movements of which one side has lost more than half of its points."""
    lost = dict(zip(FOLLOWED, np.isnan(shifts[:, 0]).tolist(), strict=True))
    return {
        movement
        for movement, regions in REGIONS.items()
        for side in Side
        if 2 * sum(lost[i] for region in regions for i in region[side]) > sum(len(region[side]) for region in regions)
    }


def _patch(image: Image, points: Points, rest: Vectors, mm_per_unit: float) -> Patch:
    to_image = Similarity.between(rest[_STABLE], points[_STABLE].astype(np.float64))
    lower = rest[_FOLLOWED]
    margin = MARGIN_MM / mm_per_unit
    low, high = lower[:, :2].min(axis=0) - margin, lower[:, :2].max(axis=0) + margin
    depth = float(lower[:, 2].mean())
    step = PIXEL_MM / mm_per_unit
    width, height = (int(n) for n in np.ceil((high - low) / step))
    corners = np.array([[*low, depth], [low[0] + step, low[1], depth], [low[0], low[1] + step, depth]])
    origin, right, below = to_image.apply(corners)[:, :2]
    affine = np.column_stack((right - origin, below - origin, origin))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    colours = cv2.warpAffine(image, affine, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    # The followed points lie before or behind the patch's plane; a turned head shifts them in it.
    expected = to_image.apply(lower)[:, :2]
    places = np.linalg.solve(affine[:, :2], (expected - origin).T).T.astype(np.float32)
    grey = np.asarray(cv2.cvtColor(colours, cv2.COLOR_BGR2GRAY), np.uint8)
    return Patch(grey, affine, np.ascontiguousarray(places))


def _flow(rest: npt.NDArray[np.uint8], now: npt.NDArray[np.uint8], places: Pixels) -> tuple[Pixels, Pixels]:
    """Where the points went, and where they come from when followed back."""
    there = cv2.calcOpticalFlowPyrLK(rest, now, places, np.empty_like(places), winSize=_WINDOW, maxLevel=_LEVELS)[0]
    back = cv2.calcOpticalFlowPyrLK(now, rest, there, np.empty_like(places), winSize=_WINDOW, maxLevel=_LEVELS)[0]
    return np.asarray(there, np.float32), np.asarray(back, np.float32)
