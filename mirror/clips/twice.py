"""A face made of one half twice: that half on both sides of the mid-line, its seam without a crease."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from mirror.perception.face import Image, Points, Side

Matrix = npt.NDArray[np.float64]
"""(2, 3) from pixels of the panel to pixels of the camera image."""

#: Where the middle between the eyes stands in a panel, from the top, and how far apart the outer eye corners are, as a
#: part of its width: as in the drawn films.
EYES_Y: Final = 0.42
EYE_DISTANCE: Final = 0.36
#: Half width of the seam's feather, as a fraction of the panel's width.
SEAM: Final = 0.012

OUTER_RIGHT: Final = 33
OUTER_LEFT: Final = 263
#: Points of the mid-line that lie on bone, from the forehead to the bridge of the nose: no weak muscle moves them.
MIDLINE: Final = (10, 151, 9, 8, 168, 6, 197)


def midline(points: Points) -> npt.NDArray[np.float64]:
    """(4,) a point on the mid-line in the image and its direction towards the chin.

    The direction is that of the line at right angles to the outer eye corners together with the line along forehead and
    bridge of the nose; lips and chin stay out of it, because a weak side lets them drift.
    """
    flat = points[:, :2].astype(np.float64)
    bone = flat[list(MIDLINE)]
    along = bone[-1] - bone[0]
    eyes = flat[OUTER_LEFT] - flat[OUTER_RIGHT]
    across = np.array([-eyes[1], eyes[0]])
    direction = along / np.linalg.norm(along) + across / np.linalg.norm(across)
    direction /= np.linalg.norm(direction)
    return np.concatenate([flat[[9, 8, 168, 6]].mean(axis=0), direction])


def times_of(eye_px: float, size: tuple[int, int], image: Image) -> float:
    """Pixels of the image for one of a panel (width, height) that shows the face at its size and nothing beyond it."""
    width, height = size
    image_h, image_w = image.shape[:2]
    return float(min(eye_px / (EYE_DISTANCE * width), image_w / width, image_h / height))


def made_twice(
    image: Image, axis: npt.NDArray[np.float64], top_px: float, times: float, size: tuple[int, int], half: Side
) -> Image:
    """(height, width, 3) one half of the face twice, mirrored like all panels, the mid-line upright in the middle.

    ``axis`` is the mid-line in the unmirrored camera image (see :func:`midline`), ``top_px`` the row of the image that
    an upright crop would begin with, ``times`` pixels of the image for one of the panel.
    """
    width, _ = size
    panel = warped(image, _upright(axis, top_px, times, size), size)
    # In a mirror the subject's left is on the left.
    reach = width // 2
    if half is Side.LEFT:
        panel[:, width - reach :] = cv2.flip(panel[:, :reach], 1)
    else:
        panel[:, :reach] = cv2.flip(panel[:, width - reach :], 1)
    return _feathered(panel)


def warped(image: Image, matrix: Matrix, size: tuple[int, int]) -> Image:
    """The panel (width, height) that the matrix takes from the image."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(image, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE).astype(
        np.uint8, copy=False
    )


def _upright(axis: npt.NDArray[np.float64], top_px: float, times: float, size: tuple[int, int]) -> Matrix:
    """The crop turned so that the axis stands upright in the middle of the panel, at the crop's own height and size."""
    width, height = size
    down = axis[2:] / np.linalg.norm(axis[2:])
    out = np.array([-down[1], down[0]])  # panel x: against image x for an upright face
    # Panel (middle, row of the axis point in the crop) shows the axis point.
    row = (axis[1] - top_px) / times
    origin = axis[:2] - times * (out * (width / 2 - 0.5) + down * np.clip(row, 0, height))
    return np.array([[times * out[0], times * down[0], origin[0]], [times * out[1], times * down[1], origin[1]]])


def _feathered(image: Image) -> Image:
    """The same picture with the crease at its middle smoothed away."""
    width = image.shape[1]
    reach = max(2, round(SEAM * width))
    left, right = width // 2 - 3 * reach, width // 2 + 3 * reach
    band = image[:, left:right]
    smooth = cv2.GaussianBlur(band, (0, 0), reach * 0.6, sigmaY=0.01)
    away = np.abs(np.arange(left, right) + 0.5 - width / 2) / (2 * reach)
    weight = np.clip(1 - away, 0, 1).astype(np.float32)[None, :, None]
    image[:, left:right] = (band * (1 - weight) + smooth * weight + 0.5).astype(np.uint8)
    return image
