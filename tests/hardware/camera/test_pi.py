"""The Pi's camera, against a stand-in that keeps count as picamera2 does.

The stand-in has the doors of picamera2 0.3.38 that are used, and its rules: a frame asked for arrives once, a
request that is not released is a buffer lost, and a frame still asked for keeps it from closing.
"""

import builtins
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hardware.camera.camera import Camera, Kind, NoFrameInTime
from hardware.camera.frame import Size, Timed
from hardware.camera.pi import PiCamera, import_picamera2, pi_sensors
from hardware.problem import DeviceProblem

if TYPE_CHECKING:
    from tests.hardware.conftest import Clock

ON_THE_SOCKET = {"Id": "/base/soc/i2c0mux/i2c@1/imx708@1a", "Model": "imx708"}
ON_USB = {"Id": "/base/scb/pcie@7d500000/usb@0,0-1.2:1.0-046d:0825", "Model": "HD Webcam"}


class Request:
    """A filled buffer."""

    def __init__(self, owner: "StandIn", number: int, stamp_s: float | None) -> None:
        self._owner = owner
        self._number = number
        self._stamp_s = stamp_s
        owner.held += 1

    def make_array(self, stream: str) -> Any:
        assert stream == "main"
        width, height = self._owner.config["main"]["size"]
        # Rows padded to a multiple of 64 bytes, as the Pi 5 gives them.
        return np.full((height, width + 10, 3), self._number, np.uint8)[:, :width]

    def get_metadata(self) -> dict[str, Any]:
        return {} if self._stamp_s is None else {"SensorTimestamp": round(self._stamp_s * 1e9), "ExposureTime": 20_000}

    def release(self) -> None:
        self._owner.held -= 1


class StandIn:
    """``Picamera2``: frames arrive when the test says so."""

    cameras: tuple[dict[str, str], ...] = (ON_THE_SOCKET,)
    busy = False

    def __init__(self, number: int) -> None:
        if self.busy:
            raise RuntimeError("Failed to acquire camera: Device or resource busy")
        self.number = number
        self.held = 0
        self.asked = 0
        self.open = True
        self.config: dict[str, Any] = {}
        self._pending: set[int] = set()
        self._answers: dict[int, Request] = {}
        self.fails = False

    @classmethod
    def global_camera_info(cls) -> list[dict[str, str]]:
        return list(cls.cameras)

    def create_video_configuration(self, **config: Any) -> dict[str, Any]:
        return config

    def configure(self, config: dict[str, Any]) -> None:
        self.config = config

    def start(self) -> None:
        if self.config["main"]["size"][0] > 4000:
            raise RuntimeError("Failed to start camera")

    def capture_request(self, wait: bool) -> int:
        assert wait is False
        self.asked += 1
        self._pending.add(self.asked)
        return self.asked

    def arrive(self, number: int, stamp_s: float | None = None) -> None:
        """The frame asked for is there."""
        self._pending.discard(self.asked)
        self._answers[self.asked] = Request(self, number, stamp_s)

    def wait(self, job: int, timeout: float) -> Request:
        if self.fails:
            self._pending.discard(job)
            raise RuntimeError("Camera frontend has timed out")
        if job not in self._answers:
            raise TimeoutError
        return self._answers.pop(job)

    def cancel_all_and_flush(self) -> None:
        self._pending.clear()

    def close(self) -> None:
        assert not self._pending, "picamera2 would wait for ever"
        self.open = False


@pytest.fixture
def made() -> list[StandIn]:
    return []


@pytest.fixture
def camera(made: list[StandIn], clock: "Clock") -> PiCamera:
    class Noted(StandIn):
        def __init__(self, number: int) -> None:
            super().__init__(number)
            made.append(self)

    return PiCamera(clock, Size(1280, 720), load=lambda: SimpleNamespace(Picamera2=Noted))


def give(device: StandIn, number: int, stamp_s: float | None = None) -> None:
    """A frame that arrives as soon as it is asked for."""
    original = device.capture_request

    def ask(wait: bool) -> int:
        job = original(wait)
        device.arrive(number, stamp_s)
        device.capture_request = original  # type: ignore[method-assign]
        return job

    device.capture_request = ask  # type: ignore[method-assign]


def test_frames_are_blue_green_red_and_every_request_is_released(camera: Camera, made: list[StandIn]) -> None:
    """What libcamera calls RGB888 is asked for, copied without padding, and the buffer goes back at once."""
    camera.open()
    [device] = made
    assert device.config["main"] == {"format": "RGB888", "size": (1280, 720)}
    assert device.config["controls"]["FrameDurationLimits"] == (33333, 33333)
    assert device.config["buffer_count"] >= 3
    for number in (3, 4, 5):
        give(device, number)
        frame = camera.read(1.0)
        assert frame.image[0, 0, 0] == number
        assert frame.size == Size(1280, 720)
        assert frame.image.flags.c_contiguous
        assert device.held == 0
    camera.close()
    camera.close()
    assert not device.open
    assert camera.kind is Kind.PI


def test_the_sensors_stamp_becomes_the_middle_of_the_exposure(
    camera: Camera, made: list[StandIn], clock: "Clock"
) -> None:
    """Readout began 50 ms ago after 20 ms of light: the light fell in 60 ms ago; without a stamp, now."""
    camera.open()
    give(made[0], 1, clock() - 0.050)
    frame = camera.read(1.0)
    assert (frame.t_s, frame.timed) == (pytest.approx(clock() - 0.060), Timed.SENSOR)
    give(made[0], 1, None)
    frame = camera.read(1.0)
    assert (frame.t_s, frame.timed) == (clock(), Timed.READ)


def test_a_silent_sensor_gives_the_thread_back_and_asks_only_once(camera: Camera, made: list[StandIn]) -> None:
    """Time-out after time-out there is one request under way; the frame that comes at last is taken."""
    camera.open()
    [device] = made
    for _ in range(3):
        with pytest.raises(NoFrameInTime, match="Pi camera"):
            camera.read(0.5)
    assert device.asked == 1
    camera.close()
    assert not device.open


def test_a_frame_that_came_long_after_a_time_out_is_not_shown_as_now(camera: Camera, made: list[StandIn]) -> None:
    """It waited while nobody read; it is released and a new one asked for."""
    camera.open()
    [device] = made
    with pytest.raises(NoFrameInTime):
        camera.read(0.5)
    device.arrive(1)
    give(device, 2)
    assert camera.read(0.5).image[0, 0, 0] == 2
    assert device.held == 0


def test_a_sensor_that_fails_is_a_sentence_and_can_be_opened_again(camera: Camera, made: list[StandIn]) -> None:
    """A loose ribbon cable, a restart of the camera, and on it goes."""
    camera.open()
    made[0].fails = True
    with pytest.raises(DeviceProblem, match=r"Pi camera went away .*ribbon cable"):
        camera.read(1.0)
    camera.close()
    camera.open()
    give(made[1], 9)
    assert camera.read(1.0).image[0, 0, 0] == 9


def test_closed_it_says_so(camera: Camera) -> None:
    """A camera at rest is a sentence, not a picture."""
    with pytest.raises(DeviceProblem, match="closed"):
        camera.read(1.0)


def test_webcams_that_libcamera_lists_are_not_the_pis_camera(clock: "Clock") -> None:
    """The sensor on the socket is taken though a webcam comes first; with webcams alone there is none."""

    class Mixed(StandIn):
        cameras = (ON_USB, ON_THE_SOCKET)

    class OnlyUsb(StandIn):
        cameras = (ON_USB,)

    assert pi_sensors(lambda: SimpleNamespace(Picamera2=Mixed)) == (1,)
    with pytest.raises(DeviceProblem, match="No Pi camera is connected"):
        PiCamera(clock, load=lambda: SimpleNamespace(Picamera2=OnlyUsb)).open()


def test_a_sensor_in_use_and_a_size_it_cannot_do_are_sentences(clock: "Clock") -> None:
    """Each says what to try."""

    class Busy(StandIn):
        busy = True

    with pytest.raises(DeviceProblem, match="another program"):
        PiCamera(clock, load=lambda: SimpleNamespace(Picamera2=Busy)).open()
    with pytest.raises(DeviceProblem, match=r"does not start at 9000x10"):
        PiCamera(clock, Size(9000, 10), load=lambda: SimpleNamespace(Picamera2=StandIn)).open()


def test_without_picamera2_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """On any machine that is no Pi."""
    monkeypatch.setitem(sys.modules, "picamera2", None)
    with pytest.raises(DeviceProblem, match="sudo apt install python3-picamera2"):
        import_picamera2()


def test_a_numpy_that_does_not_fit_is_told_from_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """pip's numpy over the system's makes picamera2's compiled parts refuse with a ValueError."""
    original = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "picamera2":
            raise ValueError("numpy.dtype size changed, may indicate binary incompatibility")
        return original(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(DeviceProblem, match=r"does not fit the numpy .*constraints"):
        import_picamera2()
