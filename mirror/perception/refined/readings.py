"""How far the skin at some points has gone, from two frontal views of the same face: three ways, all in frontal pixels.

The dense flow is at its best on brows and lips, which have grain and edges but change their shape; the affine patch on the
mouth's corner, which shifts, turns and stretches as a whole; sparse flow is the fast second opinion (docs/measurement.md).
"""

from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np
import numpy.typing as npt

from mirror.perception.face import Image
from mirror.perception.refined.camera import HeadPosition, Vectors
from mirror.perception.refined.frontal import SIZE, Floats, FrontalFace, Photograph
from mirror.perception.refined.registration import local_contrast, slopes, trust

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


@dataclass(frozen=True, slots=True)
class View:
    """Part of a frontal view, prepared for the three ways of reading."""

    corner: npt.NDArray[np.float64]
    """(2,) where its first pixel lies in the frontal view."""
    even: npt.NDArray[np.uint8]
    """Grey with its histogram evened out locally, for the dense flow."""
    contrast: tuple[Floats, ...]
    """Local contrast, coarse and fine, for the patch."""
    fine: npt.NDArray[np.uint8]
    """Local contrast as a picture, for the sparse flow."""

    @classmethod
    def of(cls, frontal: Image, around: Vectors) -> Self:
        low = np.clip(np.floor(around.min(axis=0)) - MARGIN_PX, 0, SIZE).astype(int)
        high = np.clip(np.ceil(around.max(axis=0)) + MARGIN_PX, 0, SIZE).astype(int)
        whole = cv2.cvtColor(frontal, cv2.COLOR_BGR2GRAY)
        even = cv2.GaussianBlur(cv2.createCLAHE(2.0, (8, 8)).apply(whole), (0, 0), 1.2)
        grey = whole[low[1] : high[1], low[0] : high[0]].astype(np.float32)
        fine = np.clip(local_contrast(grey, 1.5, 15.0) * 40.0 + 128.0, 0, 255).astype(np.uint8)
        contrast = tuple(local_contrast(grey, *level) for level in PATCH_LEVELS)
        return cls(low.astype(np.float64), np.asarray(even, np.uint8), contrast, fine)


def dense_flow(rest: View, now: View) -> Floats:
    """(height, width, 2) the flow from rest to now."""
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(rest.even, now.even, None)  # type: ignore[call-overload]
    return np.asarray(cv2.blur(flow, (5, 5)), np.float32)


def at_points(flow: Floats, places: Vectors) -> Vector:
    """The median of the flow over the places (n, 2)."""
    at = places.astype(np.float32)[None]
    found = cv2.remap(flow, at, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[call-overload]
    return np.median(found[0].astype(np.float64), axis=0)


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
    step = PATCH_STEP[half_px]
    ticks = np.arange(-half_px, half_px + 1, step, dtype=np.float64)
    x, y = (grid.ravel() for grid in np.meshgrid(ticks, ticks))
    near = np.exp(-(x**2 + y**2) / (0.7 * half_px) ** 2)
    here = centre - rest.corner
    there = centre - now.corner
    warp = np.array([start[0], start[1], 0.0, 0.0, 0.0, 0.0])
    unit = 1.0 / half_px
    for layer_rest, layer_now in zip(rest.contrast, now.contrast, strict=True):
        template = _sample(layer_rest, here[0] + x, here[1] + y)
        slope_x, slope_y = (_sample(slope, here[0] + x, here[1] + y) for slope in slopes(layer_rest))
        now_x, now_y = slopes(layer_now)
        for _ in range(PATCH_STEPS):
            px = there[0] + x + warp[0] + (warp[2] * x + warp[3] * y) * unit
            py = there[1] + y + warp[1] + (warp[4] * x + warp[5] * y) * unit
            apart = template - _sample(layer_now, px, py)
            gx = (slope_x + _sample(now_x, px, py)) / 2.0
            gy = (slope_y + _sample(now_y, px, py)) / 2.0
            change = np.stack((gx, gy, gx * x * unit, gx * y * unit, gy * x * unit, gy * y * unit), axis=1)
            weight = near * trust(apart, max(1.4826 * float(np.median(np.abs(apart))), 1e-3))
            weighted = change * weight[:, None]
            normal = weighted.T @ change
            stiff = STIFFNESS * np.trace(normal) / 6.0 * np.array([0.0, 0.0, 1.0, 1.0, 1.0, 1.0])
            step_taken = np.linalg.solve(normal + np.diag(stiff + 1e-9), weighted.T @ apart - stiff * warp)
            warp = warp + step_taken
            if float(np.abs(step_taken[:2]).max()) < PATCH_CLOSE_PX:
                break
    return warp[:2].copy()


def _sample(layer: npt.NDArray[np.float32], x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    found = cv2.remap(
        layer, x.astype(np.float32)[None], y.astype(np.float32)[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return found[0].astype(np.float64)


def landmark_shift(face: FrontalFace, now: Photograph, position: HeadPosition, index: list[int]) -> Vector:
    """How far landmarks have gone, laid back onto the frontal view at the depth they have at rest; their mean."""
    rays = np.column_stack(((now.points[index, :2] - now.camera.centre) / now.camera.focal_px, np.ones(len(index))))
    inverse = position.rotation.T
    directions, start = rays @ inverse.T, inverse @ position.shift
    depth = face.mesh[index, 2] - face.origin[2]
    reach = (depth + start[2]) / directions[:, 2]
    found = (directions * reach[:, None] - start)[:, :2] + face.origin[:2]
    return (found - face.mesh[index, :2]).mean(axis=0)
