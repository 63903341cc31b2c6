"""A camera that is handed a function to call: what it draws is what there is to see."""

from collections.abc import Callable

import numpy as np

from hardware.camera.camera import End, Kind, NoFrameInTime, Pace
from hardware.camera.frame import Frame, Image, Size
from hardware.problem import DeviceProblem


class DrawnCamera:
    """Frames drawn by ``draw(t_s)``, which gets the frame's instant and returns an image of ``size``.

    At ``Pace.REAL_TIME`` a frame falls due every 1/``fps`` seconds of ``clock``; ``read`` sleeps until the
    next one and skips those a slow reader missed.  At ``Pace.EVERY_FRAME`` every ``read`` draws at once, at
    ``clock()``: whoever steps a simulated clock decides what time it is.
    """

    def __init__(
        self,
        draw: Callable[[float], Image],
        size: Size,
        fps: float,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        *,
        pace: Pace = Pace.REAL_TIME,
        name: str = "the drawn patient",
    ) -> None:
        if fps <= 0.0:
            raise DeviceProblem(f"A drawn camera needs a frame rate above zero, not {fps:g}.")
        self._draw = draw
        self._size = size
        self._period_s = 1.0 / fps
        self._clock = clock
        self._sleep = sleep
        self._pace = pace
        self._name = name
        self._started_s: float | None = None
        self._given = -1

    @property
    def kind(self) -> Kind:
        """Always ``Kind.DRAWN``."""
        return Kind.DRAWN

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return self._name

    def open(self) -> None:
        """Start counting frames from now."""
        if self._started_s is None:
            self._started_s = self._clock()
            self._given = -1

    def close(self) -> None:
        """Stop; nothing is held."""
        self._started_s = None

    def read(self, timeout_s: float) -> Frame | End:
        """The next frame due; see the class for what that means at each pace."""
        if self._started_s is None:
            raise DeviceProblem(f"The camera ({self._name}) is closed.")
        stepped = self._pace is Pace.EVERY_FRAME
        t_s = self._clock() if stepped else self._wait_for_next(self._started_s, timeout_s)
        image = self._draw(t_s)
        expected = (self._size.height_px, self._size.width_px, 3)
        if image.shape != expected or image.dtype != np.uint8:
            raise DeviceProblem(
                f"The camera ({self._name}) drew {image.shape} of {image.dtype}; {expected} of uint8 was agreed."
            )
        return Frame(image, t_s)

    def _wait_for_next(self, started_s: float, timeout_s: float) -> float:
        """The instant of the newest frame not yet given, slept for if it lies ahead."""
        now_s = self._clock()
        # A hair of tolerance: after a sleep the clock may read a rounding error short of the instant.
        newest = int((now_s - started_s) / self._period_s + 1e-6)
        index = max(newest, self._given + 1)
        t_s = started_s + index * self._period_s
        ahead_s = t_s - now_s
        if ahead_s > timeout_s:
            self._sleep(timeout_s)
            raise NoFrameInTime(f"No new picture from {self._name} in {timeout_s:g} s.")
        if ahead_s > 0.0:
            self._sleep(ahead_s)
        self._given = index
        return t_s
