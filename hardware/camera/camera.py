"""What every camera can do, whatever it is made of."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Protocol, TypeVar

from hardware.camera.frame import Frame
from hardware.problem import DeviceProblem


class Kind(Enum):
    """What a camera is made of."""

    PI = "pi"
    WEBCAM = "webcam"
    FILM = "film"
    DRAWN = "drawn"


class End(Enum):
    """Why no further frame will come, where that is no fault."""

    FILM_OVER = "the film is over"


class Pace(Enum):
    """How a film or a drawing passes."""

    #: Frames appear when the clock says so; late ones are dropped.
    REAL_TIME = "real time"
    #: Every call gives the next frame at once, none is dropped.
    EVERY_FRAME = "every frame"


class NoFrameInTime(DeviceProblem):
    """The camera is open and silent: no new frame came within the time given.  Asking again is allowed."""


class Camera(Protocol):
    """A source of frames with one owner: the thread that opens it reads it and closes it.

    ``open`` after ``close`` starts afresh, so that a camera that hangs can be restarted and one that nobody
    looks at can rest.  Both may be called twice.
    """

    @property
    def kind(self) -> Kind:
        """What it is made of."""

    @property
    def name(self) -> str:
        """What to call it in a sentence, such as ``webcam /dev/video0``."""

    def open(self) -> None:
        """Start it.  Raises DeviceProblem with a way out when that cannot be done."""

    def close(self) -> None:
        """Stop it and give the device back."""

    def read(self, timeout_s: float) -> Frame | End:
        """The newest frame not yet given; waits for it, never hands out one from a queue of older ones.

        Raises NoFrameInTime after ``timeout_s`` seconds without one, DeviceProblem when the camera went away
        or is closed.
        """


AnyCamera = TypeVar("AnyCamera", bound=Camera)


@contextmanager
def opened(camera: AnyCamera) -> Iterator[AnyCamera]:
    """The camera, open for the length of a ``with`` block."""
    camera.open()
    try:
        yield camera
    finally:
        camera.close()
