"""A webcam, with a film or a device of the test's own in place of /dev/video0."""

import threading
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from hardware.camera.camera import Camera, Kind, NoFrameInTime, opened
from hardware.camera.frame import Size, Timed
from hardware.camera.webcam import Webcam, open_v4l2
from hardware.problem import DeviceProblem

if TYPE_CHECKING:
    from tests.hardware.conftest import Clock, FilmMaker


class Plug:
    """A device whose frames the test sends one by one; it notes what was set and that it was given back."""

    def __init__(self) -> None:
        self.settings: dict[int, float] = {}
        self.released = threading.Event()
        self._sent: Queue[int | None] = Queue()
        self._grabbed: Queue[int] = Queue()
        self._shown = 0
        self.stamp_ms = 0.0

    def send(self, *numbers: int) -> None:
        """Deliver frames, and return when the reader has taken them off the device and waits for the next."""
        for number in numbers:
            self._sent.put(number)
        for _ in numbers:
            self._grabbed.get(timeout=60.0)

    def pull(self) -> None:
        """Unplug it."""
        self._sent.put(None)

    def isOpened(self) -> bool:
        return True

    def grab(self) -> bool:
        if self._shown:
            # The reader comes back for more: the frame before is in its hands.
            self._grabbed.put(self._shown)
        number = self._sent.get()
        self._shown = number or 0
        return number is not None

    def retrieve(self) -> tuple[bool, Any]:
        return True, np.full((48, 64, 3), self._shown, np.uint8)

    def get(self, prop: int, /) -> float:
        assert prop == cv2.CAP_PROP_POS_MSEC
        return self.stamp_ms

    def set(self, prop: int, value: float, /) -> bool:
        self.settings[prop] = value
        return True

    def release(self) -> None:
        self.released.set()


def webcam(plug: Plug, clock: "Clock") -> Webcam:
    return Webcam(0, clock, Size(1280, 720), open_device=lambda _number: plug, find=lambda: (0,))


def test_only_the_newest_frame_is_given(clock: "Clock") -> None:
    """Frames that came while nobody read are dropped, and no frame is given twice."""
    plug = Plug()
    camera: Camera = webcam(plug, clock)
    camera.open()
    plug.send(1)
    assert camera.read(60.0).image[0, 0, 0] == 1
    plug.send(2, 3, 4)
    assert camera.read(60.0).image[0, 0, 0] == 4
    with pytest.raises(NoFrameInTime, match="webcam /dev/video0"):
        camera.read(0.0)
    plug.pull()
    camera.close()
    assert camera.kind is Kind.WEBCAM


def test_the_device_is_asked_for_small_queues_and_compressed_pictures(clock: "Clock") -> None:
    """One buffer, motion JPEG, and the size that was wished for."""
    plug = Plug()
    camera = webcam(plug, clock)
    camera.open()
    assert plug.settings[cv2.CAP_PROP_BUFFERSIZE] == 1
    assert plug.settings[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"MJPG")
    assert plug.settings[cv2.CAP_PROP_FRAME_WIDTH] == 1280
    assert plug.settings[cv2.CAP_PROP_FRAME_HEIGHT] == 720
    plug.pull()
    camera.close()


@pytest.mark.parametrize(
    ("stamp_ms", "t_s", "timed"),
    [
        (99_960.0, 99.96, Timed.DRIVER),
        *((stamp_ms, 100.0, Timed.READ) for stamp_ms in (0.0, 100_500.0, 1.79e12, float("nan"))),
    ],
)
def test_the_drivers_time_stamp_is_used_where_it_can_be_believed(
    stamp_ms: float, t_s: float, timed: Timed, clock: "Clock"
) -> None:
    """On the monotonic clock and a little ago, yes; wall time, the future or nothing, no; the frame says which."""
    plug = Plug()
    plug.stamp_ms = stamp_ms
    camera = webcam(plug, clock)
    camera.open()
    plug.send(1)
    frame = camera.read(60.0)
    assert (frame.t_s, frame.timed) == (pytest.approx(t_s), timed)
    plug.pull()
    camera.close()


def test_unplugged_it_says_so_and_gives_the_device_back(clock: "Clock") -> None:
    """Neither a hang nor the last picture again; opened anew it goes on."""
    plugs = [Plug(), Plug()]
    coming = iter(plugs)
    camera = Webcam(0, clock, open_device=lambda _number: next(coming), find=lambda: (0,))
    camera.open()
    plugs[0].send(1)
    plugs[0].pull()
    assert plugs[0].released.wait(60.0)
    for _ in range(2):
        with pytest.raises(DeviceProblem, match="went away"):
            camera.read(60.0)
    camera.close()
    camera.open()
    plugs[1].send(7)
    assert camera.read(60.0).image[0, 0, 0] == 7
    plugs[1].pull()
    camera.close()
    with pytest.raises(DeviceProblem, match="closed"):
        camera.read(0.0)


def test_opencvs_own_capture_serves(films: "FilmMaker", clock: "Clock") -> None:
    """The real class behind the same doors: a film that ends is a webcam pulled out."""
    path = films.write("film.mp4", frames=5)
    camera = Webcam(0, clock, open_device=lambda _number: cv2.VideoCapture(str(path)), find=lambda: (0,))

    def read_on() -> None:
        for _ in range(6):
            assert camera.read(60.0).size == Size(160, 120)

    with opened(camera), pytest.raises(DeviceProblem, match="went away"):
        read_on()


def test_without_a_number_the_first_webcam_found_is_taken(clock: "Clock") -> None:
    """It is looked for at each opening, since webcams come and go."""
    plug = Plug()
    asked: list[int] = []

    def open_device(number: int) -> Plug:
        asked.append(number)
        return plug

    camera = Webcam(None, clock, open_device=open_device, find=lambda: (2, 4))
    camera.open()
    assert asked == [2]
    assert camera.name == "webcam /dev/video2"
    plug.pull()
    camera.close()
    with pytest.raises(DeviceProblem, match="No webcam is connected"):
        Webcam(None, clock, find=lambda: ()).open()


def test_a_webcam_that_is_not_there_is_a_sentence(clock: "Clock", capfd: pytest.CaptureFixture[str]) -> None:
    """Through the real V4L2: it names the node and the webcams there are, and OpenCV prints nothing."""
    number = 200
    assert not Path(f"/dev/video{number}").exists()
    with pytest.raises(DeviceProblem, match=r"No webcam answers at /dev/video200.*--camera webcam:1 or webcam:3"):
        Webcam(number, clock, open_device=open_v4l2, find=lambda: (1, 3)).open()
    assert capfd.readouterr() == ("", "")
