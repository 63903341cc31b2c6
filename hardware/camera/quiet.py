"""OpenCV and FFmpeg told to leave the terminal to sentences for people.

Importing this sets FFmpeg's log level for the process, unless somebody set one: FFmpeg inside OpenCV reads it
only once, when the first film is read or written anywhere, so that a block would come too late.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import cv2

# -8 is AV_LOG_QUIET.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")


@contextmanager
def quiet_opencv() -> Iterator[None]:
    """Within the block OpenCV prints nothing.

    What it would say about a missing device is said by our errors.
    """
    before = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        cv2.utils.logging.setLogLevel(before)
