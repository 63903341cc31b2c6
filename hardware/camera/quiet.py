"""OpenCV and FFmpeg told to leave the terminal to sentences for people.

Importing this sets FFmpeg's log level for the process, unless somebody set one: FFmpeg inside OpenCV reads it
only once, when the first film is read or written anywhere, so that a block would come too late.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import cv2

#: OpenCV's LOG_LEVEL_SILENT; OpenCV 4 does not give Python the name.
SILENT: Final = 0

# -8 is AV_LOG_QUIET.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")


@contextmanager
def quiet_opencv() -> Iterator[None]:
    """Within the block OpenCV prints nothing.

    What it would say about a missing device is said by our errors.
    """
    # OpenCV 5 moved the two functions from cv2, where OpenCV 4 has them, to cv2.utils.logging.
    log: Any = getattr(cv2.utils, "logging", cv2)
    before = log.getLogLevel()
    log.setLogLevel(SILENT)
    try:
        yield
    finally:
        log.setLogLevel(before)
