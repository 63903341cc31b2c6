"""A camera with one picture, and a model that only takes its time: what the display's beat is measured beside."""

import time
from typing import Final

from hardware.camera.camera import Kind
from hardware.camera.frame import Frame, Image
from mirror.perception.face import Points

CAMERA_HZ: Final = 30.0
NO_MODEL: Final = "none"


class StillCamera:
    """The same picture thirty times a second."""

    kind, name = Kind.DRAWN, "the bench's still camera"

    def __init__(self, image: Image) -> None:
        self._image = image

    def open(self) -> None:
        """Nothing to open."""

    def read(self, timeout_s: float) -> Frame:
        del timeout_s
        time.sleep(1.0 / CAMERA_HZ)
        return Frame(self._image, time.monotonic())

    def close(self) -> None:
        """Nothing to close."""


class Sleeping:
    """Takes so many seconds for every look and finds nothing; like the real call it leaves Python to the others."""

    def __init__(self, takes_s: float) -> None:
        self.model = NO_MODEL
        self._takes_s = takes_s

    def track(self, image_bgr: Image, t_s: float) -> Points | None:
        del image_bgr, t_s
        time.sleep(self._takes_s)
        return None

    def close(self) -> None:
        """Nothing to close."""
