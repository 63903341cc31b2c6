"""How far the skin at some points has gone, from two frontal views of the same face: three ways, all in frontal pixels.

The dense flow is at its best on brows and lips, which have grain and edges but change their shape; the affine patch on
the mouth's corner, which shifts, turns and stretches as a whole; sparse flow is the fast second opinion
(docs/measurement.md).
"""

from enum import Enum
from functools import cached_property
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from mirror.perception.face import Image
from mirror.perception.refined.camera import HeadPosition, Vectors
from mirror.perception.refined.frontal import MESH, SIZE, SMOOTH_PX, Floats, FrontalFace, Photograph, between_pixels
from mirror.perception.refined.registration import LEAST_SPREAD, local_contrast, middle_of, trust, with_slopes

Vector = npt.NDArray[np.float64]
"""(2,) x to the picture's right, y down; frontal pixels."""

#: Round the points that are read: as far as they travel, and the windows they are read through.
MARGIN_PX: Final = 56
LK_WINDOW: Final = (31, 31)
PATCH_LEVELS: Final = ((4.0, 15.0), (2.0, 15.0))
PATCH_STEPS: Final = 20
#: Every how many pixels a patch is compared: a small one everywhere.
PATCH_STEP: Final = {16: 1, 32: 2}
#: The terms other than the shift are held back by this part of the patch's mean curvature.
STIFFNESS: Final = 0.05
PATCH_CLOSE_PX: Final = 0.01
#: The landmarks' own field is worked out on a lattice this fine and interpolated between.
FIELD_CELL: Final = 16
#: Keeps a patch without any grain solvable: it then stays where it is.
TINY: Final = 1e-9
_BENT: Final = np.array([0.0, 0.0, 1.0, 1.0, 1.0, 1.0])


class View:
    """Part of a frontal view, and what the ways of reading take from it: each is made when it is first read."""

    def __init__(self, frontal: Image, around: Vectors) -> None:
        """``around`` (n, 2) are the points that will be read, in the frontal view."""
        low = np.clip(np.floor(around.min(axis=0)) - MARGIN_PX, 0, SIZE).astype(int)
        high = np.clip(np.ceil(around.max(axis=0)) + MARGIN_PX, 0, SIZE).astype(int)
        self.corner: Final = low.astype(np.float64)
        """(2,) where its first pixel lies in the frontal view."""
        self.part: Final[Image] = frontal[low[1] : high[1], low[0] : high[0]]
        """That part as it is, for what is read by colour."""
        self._frontal = frontal

    @cached_property
    def even(self) -> Image:
        """(SIZE, SIZE) the whole view in grey with its histogram evened out locally, for the dense flow."""
        grey = cv2.cvtColor(self._frontal, cv2.COLOR_BGR2GRAY)
        return np.asarray(cv2.GaussianBlur(cv2.createCLAHE(2.0, (8, 8)).apply(grey), (0, 0), 1.2), np.uint8)

    @cached_property
    def contrast(self) -> tuple[Floats, ...]:
        """(height, width, 3) local contrast with its slopes across and down, coarse and fine, for the patches."""
        return tuple(with_slopes(local_contrast(self._grey, *level)) for level in PATCH_LEVELS)

    @cached_property
    def fine(self) -> Image:
        """Local contrast as a picture, for the sparse flow."""
        return np.asarray(np.clip(local_contrast(self._grey, 1.5, 15.0) * 40.0 + 128.0, 0, 255), np.uint8)

    @cached_property
    def _grey(self) -> Floats:
        return np.asarray(cv2.cvtColor(self.part, cv2.COLOR_BGR2GRAY), np.float32)


class Search(Enum):
    """How thoroughly the dense flow looks."""

    THOROUGH = cv2.DISOPTICAL_FLOW_PRESET_MEDIUM
    QUICK = cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST
    """Enough for a brow, which keeps its shape: a hold then costs a third less to read (docs/measurement.md)."""


def dense_flow(rest: View, now: View, start: Floats | None, how: Search) -> Floats:
    """(height, width, 2) the flow from rest to now; ``start`` (height, width, 2) is about how it goes.

    From nothing, a lip that is drawn up by a centimetre is now and then taken for something else.
    """
    search = cv2.DISOpticalFlow.create(how.value)
    # It may be None; OpenCV's type stubs do not know that.
    flow = search.calc(rest.even, now.even, start)  # type: ignore[arg-type]
    return np.asarray(cv2.blur(flow, (5, 5)), np.float32)


def at_points(flow: Floats, places: Vectors) -> Vector:
    """The median of the flow over the places (n, 2)."""
    return np.asarray(np.median(between_pixels(flow, places), axis=0), np.float64)


def sparse_flow(rest: View, now: View, places: Vectors) -> Vector:
    """The mean shift of the places (n, 2); one that does not flow back to its start counts less."""
    start = np.ascontiguousarray((places - rest.corner).astype(np.float32))
    there = cv2.calcOpticalFlowPyrLK(rest.fine, now.fine, start, np.empty_like(start), winSize=LK_WINDOW, maxLevel=3)[0]
    back = cv2.calcOpticalFlowPyrLK(now.fine, rest.fine, there, np.empty_like(start), winSize=LK_WINDOW, maxLevel=3)[0]
    amiss = np.linalg.norm(np.asarray(back) - start, axis=1).astype(np.float64)
    weight = 1.0 / (1.0 + amiss**2)
    moved = (np.asarray(there) - start).astype(np.float64)
    shift: Vector = weight @ moved / weight.sum()
    return shift


def patch_shift(rest: View, now: View, centre: Vector, half_px: int, start: Vector) -> Vector:
    """Where the patch round ``centre`` has gone, allowing it to turn, stretch and shear.

    Gauss-Newton on the local contrast, robust, weighted towards the centre (Baker and Matthews, "Lucas-Kanade 20 years
    on", 2004).
    """
    ticks = np.arange(-half_px, half_px + 1, PATCH_STEP[half_px], dtype=np.float64)
    x, y = (grid.ravel() for grid in np.meshgrid(ticks, ticks))
    near = np.exp(-(x**2 + y**2) / (0.7 * half_px) ** 2)
    grid, unit = np.column_stack((x, y)), 1.0 / half_px
    here, there, in_units = grid + centre - rest.corner, grid + centre - now.corner, grid * unit
    change = np.empty((len(grid), 6))
    warp = np.array([start[0], start[1], 0.0, 0.0, 0.0, 0.0])
    for layer_rest, layer_now in zip(rest.contrast, now.contrast, strict=True):
        template, *slope = between_pixels(layer_rest, here).T
        for _ in range(PATCH_STEPS):
            found, *now_slope = between_pixels(layer_now, there + warp[:2] + in_units @ warp[2:].reshape(2, 2).T).T
            apart = template - found
            # Both pictures' slopes: half the error of either (Benhimane and Malis, "ESM", 2004).
            for column, (one, other) in enumerate(zip(slope, now_slope, strict=True)):
                half = (one + other) / 2.0
                change[:, column] = half
                change[:, 2 + 2 * column : 4 + 2 * column] = half[:, None] * in_units
            weight = near * trust(apart, max(1.4826 * middle_of(np.abs(apart)), LEAST_SPREAD))
            weighted = change * weight[:, None]
            normal = weighted.T @ change
            stiff = STIFFNESS * np.trace(normal) / 6.0 * _BENT
            step = np.linalg.solve(normal + np.diag(stiff + TINY), weighted.T @ apart - stiff * warp)
            warp = warp + step
            if float(np.abs(step[:2]).max()) < PATCH_CLOSE_PX:
                break
    return warp[:2].copy()


def landmark_shift(face: FrontalFace, now: Photograph, position: HeadPosition, index: list[int]) -> Vector:
    """How far landmarks have gone, laid back onto the frontal view at the depth they have at rest; their mean."""
    return np.asarray(_landmark_shifts(face, now, position, index).mean(axis=0), np.float64)


def landmark_field(face: FrontalFace, now: Photograph, position: HeadPosition) -> Floats:
    """(SIZE, SIZE, 2) how far the landmarks say that every place of the frontal view has gone.

    Each place goes with the landmarks near it, weighted as for the face's depth.
    """
    index = list(range(MESH))
    shifts = _landmark_shifts(face, now, position, index)
    ticks = (np.arange(SIZE // FIELD_CELL) + 0.5) * FIELD_CELL - 0.5
    across, down = (ticks[:, None] - face.mesh[:MESH, axis] for axis in (0, 1))
    weight = 1.0 / (down[:, None] ** 2 + across[None] ** 2 + SMOOTH_PX**2) ** 4
    coarse = (weight @ shifts / weight.sum(axis=2, keepdims=True)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (SIZE, SIZE), interpolation=cv2.INTER_LINEAR), np.float32)


def _landmark_shifts(face: FrontalFace, now: Photograph, position: HeadPosition, index: list[int]) -> Vectors:
    rays = np.column_stack(((now.points[index, :2] - now.camera.centre) / now.camera.focal_px, np.ones(len(index))))
    inverse = position.rotation.T
    directions, start = rays @ inverse.T, inverse @ position.shift
    depth = face.mesh[index, 2] - face.origin[2]
    reach = (depth + start[2]) / directions[:, 2]
    found = (directions * reach[:, None] - start)[:, :2] + face.origin[:2]
    return np.asarray(found - face.mesh[index, :2], np.float64)
