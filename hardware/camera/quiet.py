"""OpenCV and FFmpeg told to leave the terminal to sentences for people."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import cv2


@contextmanager
def quiet_opencv() -> Iterator[None]:
    """Within the block OpenCV prints nothing; what it would say about a missing device is said by our errors.

    FFmpeg inside OpenCV reads its level once, from the environment, when the first film is opened; -8 is
    AV_LOG_QUIET. A level somebody set on purpose is kept.
    """
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    before = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        cv2.utils.logging.setLogLevel(before)
