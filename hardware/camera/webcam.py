"""A USB webcam through V4L2, newest frame only."""

import os
import threading
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import cv2

from hardware.camera.camera import End, Kind, NoFrameInTime
from hardware.camera.frame import VGA, Frame, Size, Timed
from hardware.camera.quiet import quiet_opencv
from hardware.camera.video_devices import webcams
from hardware.problem import DeviceProblem
from hardware.slot import Slot

#: How long ``close`` waits for a grab under way.  OpenCV waits up to 10 s for a silent device; such a reader
#: is left to end by itself, and gives the device back when it does.
CLOSE_WAIT_S: Final = 1.0


class VideoDevice(Protocol):
    """What is used of ``cv2.VideoCapture``."""

    def isOpened(self) -> bool: ...
    def grab(self) -> bool: ...
    def retrieve(self) -> tuple[bool, Any]: ...
    def get(self, propId: int, /) -> float: ...
    def set(self, propId: int, value: float, /) -> bool: ...
    def release(self) -> None: ...


def open_v4l2(number: int) -> VideoDevice:
    """/dev/video``number``, as OpenCV opens it."""
    with quiet_opencv():
        return cv2.VideoCapture(number, cv2.CAP_V4L2)


class Webcam:
    """A webcam.

    Its own thread takes every frame as it comes and keeps the newest, so that none waits in the driver.
    """

    def __init__(
        self,
        number: int | None,
        clock: Callable[[], float],
        size: Size = VGA,
        fps: float = 30.0,
        *,
        open_device: Callable[[int], VideoDevice] = open_v4l2,
        find: Callable[[], Sequence[int]] = webcams,
    ) -> None:
        """``number`` is N of /dev/videoN, None for the first webcam ``find`` lists when it is opened."""
        self._wanted = number
        self._number = number
        self._clock = clock
        self._size = size
        self._fps = fps
        self._open_device = open_device
        self._find = find
        self._reader: _Reader | None = None

    @property
    def kind(self) -> Kind:
        """Always ``Kind.WEBCAM``."""
        return Kind.WEBCAM

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return "webcam" if self._number is None else f"webcam /dev/video{self._number}"

    def open(self) -> None:
        """Start it; DeviceProblem when there is none, it does not answer, or this user may not use it."""
        if self._reader is not None:
            return
        number = self._first() if self._wanted is None else self._wanted
        device = self._open_device(number)
        if not device.isOpened():
            device.release()
            raise DeviceProblem(self._why_not(number))
        # Compressed, because USB 2 carries uncompressed 1280x720 at 10 frames a second only.
        device.set(cv2.CAP_PROP_FOURCC, float(cv2.VideoWriter.fourcc(*"MJPG")))
        device.set(cv2.CAP_PROP_FRAME_WIDTH, float(self._size.width_px))
        device.set(cv2.CAP_PROP_FRAME_HEIGHT, float(self._size.height_px))
        device.set(cv2.CAP_PROP_FPS, self._fps)
        # OpenCV queues four frames by default, 133 ms at 30 fps.
        device.set(cv2.CAP_PROP_BUFFERSIZE, 1.0)
        self._number = number
        went_away = f"The {self.name} went away. Plug it in again; the mirror goes on."
        self._reader = _Reader(device, self._clock, went_away)

    def close(self) -> None:
        """Stop it and give the device back."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.stop()

    def read(self, timeout_s: float) -> Frame | End:
        """The newest frame not yet given; see Camera."""
        if self._reader is None:
            raise DeviceProblem(f"The {self.name} is closed.")
        newest = self._reader.next(timeout_s)
        if newest is None:
            raise NoFrameInTime(f"No new picture from the {self.name} in {timeout_s:g} s.")
        return newest

    def _first(self) -> int:
        found = self._find()
        if not found:
            raise DeviceProblem("No webcam is connected: plug one in, or choose another camera with --camera.")
        return found[0]

    def _why_not(self, number: int) -> str:
        """Why /dev/videoN could not be opened, as far as can be told, and the way out."""
        node = f"/dev/video{number}"
        if os.path.exists(node) and not os.access(node, os.R_OK | os.W_OK):
            return (
                f"This user may not use {node}. Add it to the group video with "
                "sudo usermod -aG video $USER, then log in again."
            )
        others = [f"webcam:{other}" for other in self._find() if other != number]
        choose = f"choose another with --camera {' or '.join(others or ['webcam:N'])}"
        busy = " It is there, so another program may be using it." if os.path.exists(node) else ""
        return f"No webcam answers at {node}.{busy} Plug one in, or {choose}."


class _Reader:
    """The thread that owns an open device until it releases it."""

    def __init__(self, device: VideoDevice, clock: Callable[[], float], went_away: str) -> None:
        self._device = device
        self._clock = clock
        self._went_away = went_away
        self._newest: Slot[Frame | DeviceProblem] = Slot()
        self._given = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="webcam", daemon=True)
        self._thread.start()

    def next(self, timeout_s: float) -> Frame | None:
        """The newest frame not yet given, None after ``timeout_s``.

        DeviceProblem once the device went away.
        """
        latest = self._newest.wait_newer(self._given, timeout_s)
        if latest is None:
            return None
        if isinstance(latest.value, DeviceProblem):
            raise latest.value
        self._given = latest.number
        return latest.value

    def stop(self) -> None:
        """Ask the thread to end and wait a moment for it."""
        self._stopping.set()
        self._thread.join(CLOSE_WAIT_S)

    def _run(self) -> None:
        try:
            while not self._stopping.is_set() and self._device.grab():
                now_s = self._clock()
                stamp_s = self._device.get(cv2.CAP_PROP_POS_MSEC) / 1000.0
                decoded, image = self._device.retrieve()
                # A frame torn on the bus does not decode; the next one comes in a moment.
                if decoded:
                    self._newest.put(Frame.of_sensor(image, stamp_s, Timed.DRIVER, now_s))
        except cv2.error as error:
            self._newest.put(DeviceProblem(f"{self._went_away} ({error.err})"))
        else:
            self._newest.put(DeviceProblem(self._went_away))
        finally:
            self._device.release()
