"""A picture into the place where it is shown."""

import cv2
import numpy as np

from mirror.perception.face import Image


def fitted(image: Image, width: int, height: int) -> Image:
    """The middle of an image, filling this size."""
    have_h, have_w = image.shape[:2]
    if (have_w, have_h) == (width, height):
        return image
    times = max(width / have_w, height / have_h)
    cut_w, cut_h = min(have_w, round(width / times)), min(have_h, round(height / times))
    x, y = (have_w - cut_w) // 2, (have_h - cut_h) // 2
    cut = image[y : y + cut_h, x : x + cut_w]
    while cut.shape[1] > 1.5 * width:
        # Halved by whole pixels first: a tenth of the time of averaging parts of them, and the same to look at.
        cut = np.asarray(cv2.resize(cut, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    return cv2.resize(cut, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.uint8)
