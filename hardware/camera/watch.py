"""Whether the frames that arrive are still pictures of now.

Pure: frames and times come in, a verdict goes out.

Camera stalls are normal over days of running (picamera2 issues 1090 and 1392: silent after 11 to 13 hours);
closing and opening the camera cures them.
"""

import zlib
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

import numpy as np

from hardware.camera.frame import Frame, Image

#: No frame for this long is a stall: sixty frame periods at 30 fps, and twice the longest pause a webcam
#: makes when it changes its exposure in the dark.
STALLED_S: Final = 2.0
#: Bit-identical pictures for this long: a living sensor's noise differs in every frame.
FROZEN_S: Final = 3.0
#: Black for this long: a hand before the lens is shorter.
BLACK_S: Final = 3.0
#: The brightest twentieth of a covered sensor's picture stays under this grey level (0..255); its black level
#: and noise lie at 0 to 8, and a face by a night light lies above 20.
BLACK_LEVEL: Final = 12.0
#: Every n-th pixel in both directions: 3600 of 1280x720, enough to catch noise, cheap enough for every frame.
SAMPLE_STEP: Final = 16


class FrameFault(Enum):
    """What is the matter, gravest first."""

    STALLED = "no new pictures"
    BLACK = "black pictures"
    FROZEN = "the same picture again and again"


@dataclass(frozen=True, slots=True)
class FrameWatch:
    """What is known about the frames so far; times in monotonic seconds.  ``FrameWatch.started(now)`` begins.

    Frozen is only meaningful for sensors: films and drawings may hold still.
    """

    newest_s: float
    differs_since_s: float
    bright_s: float
    checksum: int | None = None
    pictures: int = 0
    """How many different pictures came in a row."""

    @classmethod
    def started(cls, now_s: float) -> "FrameWatch":
        """A watch that begins when the camera is opened, and again at each restart."""
        return cls(newest_s=now_s, differs_since_s=now_s, bright_s=now_s)

    def after(self, frame: Frame, now_s: float) -> "FrameWatch":
        """The watch after a frame arrived at ``now_s``."""
        sample = np.ascontiguousarray(frame.image[::SAMPLE_STEP, ::SAMPLE_STEP])
        checksum = zlib.crc32(sample.tobytes())
        watch = replace(self, newest_s=now_s, checksum=checksum)
        if checksum != self.checksum:
            watch = replace(watch, differs_since_s=now_s, pictures=self.pictures + 1)
        return replace(watch, bright_s=now_s) if _bright(sample) else watch

    @property
    def living(self) -> bool:
        """Whether pictures have changed: the first one alone may be a frozen sensor's."""
        return self.pictures > 1

    def fault(self, now_s: float) -> FrameFault | None:
        """What is the matter at ``now_s``, or None."""
        if now_s - self.newest_s >= STALLED_S:
            return FrameFault.STALLED
        if now_s - self.bright_s >= BLACK_S:
            return FrameFault.BLACK
        if now_s - self.differs_since_s >= FROZEN_S:
            return FrameFault.FROZEN
        return None


def _bright(sample: Image) -> bool:
    """Whether the brightest twentieth of the picture rises above black."""
    return sample.size > 0 and float(np.percentile(sample, 95)) >= BLACK_LEVEL
