"""One picture and the instant it belongs to."""

import math
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
import numpy.typing as npt

#: Height, width, three channels in the order blue, green, red; 0..255.
Image = npt.NDArray[np.uint8]

#: How far behind the clock a device's own time stamp may lie and still be believed.  A frame is read at most
#: some frame periods late; a stamp from another clock (wall time, a counter that starts at plugging in) is
#: off by far more.
BELIEVABLE_AGE_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's extent in pixels."""

    width_px: int
    height_px: int

    def __str__(self) -> str:
        return f"{self.width_px}x{self.height_px}"


#: What the face landmark net needs is a face of about 256 pixels; this gives it at arm's length.
VGA: Final = Size(640, 480)


class Timed(Enum):
    """Who says when the light of a frame fell in."""

    SENSOR = "sensor"
    """The sensor's own stamp: the middle of the exposure (libcamera)."""
    DRIVER = "driver"
    """The kernel driver's stamp (V4L2): when the exposure began or, of many webcams, when the picture began to come."""
    READ = "read"
    """Nobody: it is the moment at which the picture was read, and the picture is older than that."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A picture of the person, not mirrored: the subject's right side is on the left.

    ``image`` has shape (height, width, 3), order blue, green, red.  It belongs to whoever received the frame:
    no camera writes to it again.  ``t_s`` is when the light fell in, in monotonic seconds: the sensor's own
    stamp where there is one, else the driver's, else the instant of reading; ``timed`` tells which.  Films read
    frame by frame count from their first frame.
    """

    image: Image
    t_s: float
    timed: Timed | None = None
    """Who says so; None where no light fell in: in films and drawings."""

    @classmethod
    def of_sensor(cls, image: Image, stamp_s: float | None, by: Timed, now_s: float) -> "Frame":
        """A frame of a real camera, with the stamp of ``by`` where that can be believed, else read at ``now_s``.

        Both in monotonic seconds.
        """
        if stamp_s is None or not math.isfinite(stamp_s) or not 0.0 <= now_s - stamp_s <= BELIEVABLE_AGE_S:
            return cls(image, now_s, Timed.READ)
        return cls(image, stamp_s, by)

    @property
    def size(self) -> Size:
        """The picture's extent as it really is, which may differ from what was asked for."""
        return Size(self.image.shape[1], self.image.shape[0])

    @property
    def usable(self) -> bool:
        """Whether the picture is one of colours: drivers were seen to change to grey or four channels while running."""
        return (
            self.image.ndim == 3 and self.image.shape[2] == 3 and self.image.size > 0 and self.image.dtype == np.uint8
        )
