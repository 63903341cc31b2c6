"""A camera that misbehaves on schedule, to show what the mirror does about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from hardware.camera.camera import Camera, End, Kind, NoFrameInTime
from hardware.camera.frame import Frame
from hardware.problem import DeviceProblem


class FaultKind(Enum):
    """What real cameras were seen to do (picamera2 issues 1090, 1264, 1392)."""

    #: The same picture again and again, with new time stamps.
    FREEZES = "freezes"
    #: Black pictures, as with a covered lens.
    GOES_BLACK = "goes black"
    #: Open, and silent.
    STALLS = "stalls"
    #: Pictures of half the size.
    SHRINKS = "shrinks"
    #: Pictures of one channel, as infrared sensors give.
    GREY = "grey"
    #: Pictures without a pixel.
    EMPTY = "empty"
    #: Unplugged: cannot be read, cannot be opened.
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ScheduledFault:
    """A fault and when, in seconds of the camera's ``clock``; ``until_s`` is the first instant without it."""

    kind: FaultKind
    from_s: float
    until_s: float = float("inf")


class FaultyCamera:
    """Another camera, with faults.  Where faults overlap the first in the schedule counts."""

    def __init__(
        self,
        camera: Camera,
        schedule: Sequence[ScheduledFault],
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._camera = camera
        self._schedule = tuple(schedule)
        self._clock = clock
        self._sleep = sleep
        self._last: Frame | None = None

    @property
    def kind(self) -> Kind:
        """The kind of the camera inside."""
        return self._camera.kind

    @property
    def name(self) -> str:
        """The name of the camera inside."""
        return self._camera.name

    def open(self) -> None:
        """Open the camera inside, unless it is gone."""
        if self._fault() is FaultKind.GONE:
            raise DeviceProblem(f"The camera ({self.name}) is not there. Is it plugged in?")
        self._camera.open()

    def close(self) -> None:
        """Close the camera inside."""
        self._camera.close()
        self._last = None

    def read(self, timeout_s: float) -> Frame | End:
        """A frame with the fault of the hour."""
        fault = self._fault()
        if fault is FaultKind.GONE:
            raise DeviceProblem(f"The camera ({self.name}) went away. Is its cable loose?")
        if fault is FaultKind.STALLS:
            self._sleep(timeout_s)
            raise NoFrameInTime(f"No new picture from {self.name} in {timeout_s:g} s.")
        frame = self._camera.read(timeout_s)
        return frame if isinstance(frame, End) else self._spoilt(frame, fault)

    def _fault(self) -> FaultKind | None:
        now_s = self._clock()
        return next((fault.kind for fault in self._schedule if fault.from_s <= now_s < fault.until_s), None)

    def _spoilt(self, frame: Frame, fault: FaultKind | None) -> Frame:
        match fault:
            case FaultKind.FREEZES if self._last is not None:
                return Frame(self._last.image.copy(), frame.t_s, frame.timed)
            case FaultKind.GOES_BLACK:
                return Frame(np.zeros_like(frame.image), frame.t_s, frame.timed)
            case FaultKind.SHRINKS:
                return Frame(np.ascontiguousarray(frame.image[::2, ::2]), frame.t_s, frame.timed)
            case FaultKind.GREY:
                return Frame(np.ascontiguousarray(frame.image[:, :, 0]), frame.t_s, frame.timed)
            case FaultKind.EMPTY:
                return Frame(np.empty((0, 0, 3), np.uint8), frame.t_s, frame.timed)
            case _:
                self._last = frame
                return frame
