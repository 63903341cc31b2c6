"""The Raspberry Pi's own camera, through picamera2.  Nothing of it is imported before ``open``.

Not tried on a Raspberry Pi in this repository's tests: they run the code below against a stand-in that keeps
count of requests.  What is relied upon was read in picamera2 0.3.38: a completed request that nobody asked
for is kept, and replaced by each newer one, so that a request asked for late is still the newest; a request
that is not released is a buffer the camera misses.
"""

from collections.abc import Callable
from concurrent.futures import TimeoutError as JobTimeout
from typing import Any, Final

import numpy as np

from hardware.camera.camera import End, Kind, NoFrameInTime
from hardware.camera.frame import VGA, Frame, Size, Timed
from hardware.problem import DeviceProblem

#: libcamera names its formats by the order in a little-endian word: what it calls RGB888 lies in memory as
#: blue, green, red (picamera2 issues 191 and 848).
BLUE_GREEN_RED: Final = "RGB888"
#: One being filled by the sensor, one in the picture processor, one kept as the newest, one being copied
#: here.  With a single buffer every other frame is lost (picamera2 issue 787); more only cost memory.
BUFFERS: Final = 4

PicameraModule = Any


def import_picamera2() -> PicameraModule:
    """The picamera2 module; DeviceProblem with the way out where it is missing or does not fit."""
    try:
        import picamera2
    except ImportError as error:
        raise DeviceProblem(
            f"The Pi camera needs picamera2, which cannot be imported ({error}). On Raspberry Pi OS: "
            "sudo apt install python3-picamera2, and make the venv with --system-site-packages."
        ) from error
    except ValueError as error:
        # A numpy installed by pip over the system's: picamera2's compiled parts then refuse to load (its
        # issue 1211).
        raise DeviceProblem(
            f"picamera2 does not fit the numpy beside it ({error}). Install the numpy that constraints/ names."
        ) from error
    return picamera2


def pi_sensors(load: Callable[[], PicameraModule] = import_picamera2) -> tuple[int, ...]:
    """The numbers of the sensors on the Pi's camera sockets.

    Webcams, which libcamera lists too, are left out.
    """
    cameras = load().Picamera2.global_camera_info()
    return tuple(number for number, camera in enumerate(cameras) if "/usb" not in str(camera.get("Id", "")))


class PiCamera:
    """The first sensor on the Pi's camera sockets, newest frame only, with the sensor's time stamps."""

    def __init__(
        self,
        clock: Callable[[], float],
        size: Size = VGA,
        fps: float = 30.0,
        load: Callable[[], PicameraModule] = import_picamera2,
    ) -> None:
        self._clock = clock
        self._size = size
        self._fps = fps
        self._load = load
        self._device: Any = None
        #: A frame asked for that has not come yet; asking twice would leave its buffer with nobody to release
        #: it.
        self._asked: Any = None

    @property
    def kind(self) -> Kind:
        """Always ``Kind.PI``."""
        return Kind.PI

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return "Pi camera"

    def open(self) -> None:
        """Start the sensor.

        DeviceProblem when picamera2 or the sensor is missing, or another program has it.
        """
        if self._device is not None:
            return
        module = self._load()
        sensors = pi_sensors(lambda: module)
        if not sensors:
            raise DeviceProblem(
                "No Pi camera is connected. Check that the ribbon cable's contacts face the right way and "
                "that rpicam-hello --list-cameras names it, or choose another with --camera webcam."
            )
        try:
            device = module.Picamera2(sensors[0])
        except (RuntimeError, OSError) as error:
            raise DeviceProblem(
                f"The Pi camera cannot be opened ({error}). Is another program using it? Close it, then try again."
            ) from error
        try:
            device.configure(self._configuration(device))
            device.start()
        except (RuntimeError, OSError) as error:
            device.close()
            raise DeviceProblem(f"The Pi camera does not start at {self._size} ({error}). Try another size.") from error
        self._device = device

    def close(self) -> None:
        """Stop the sensor, so that it rests and its light goes out."""
        device, self._device = self._device, None
        if device is None:
            return
        if self._asked is not None:
            # A job left waiting would keep picamera2 from stopping.
            device.cancel_all_and_flush()
            self._asked = None
        try:
            device.close()
        except (RuntimeError, OSError) as error:
            raise DeviceProblem(f"The Pi camera does not close ({error}). Starting the mirror again helps.") from error

    def read(self, timeout_s: float) -> Frame | End:
        """The newest frame not yet given, in a buffer of its own; see Camera."""
        if self._device is None:
            raise DeviceProblem("The Pi camera is closed.")
        self._drop_stale_answer()
        if self._asked is None:
            self._asked = self._device.capture_request(wait=False)
        request = self._answer(timeout_s)
        try:
            image = np.ascontiguousarray(request.make_array("main"), dtype=np.uint8)
            stamp_s = _middle_of_exposure_s(request.get_metadata())
            return Frame.of_sensor(image, stamp_s, Timed.SENSOR, self._clock())
        finally:
            request.release()

    def _configuration(self, device: Any) -> Any:
        """One small colour stream at a steady rate, not turned or mirrored."""
        period_us = round(1e6 / self._fps)
        return device.create_video_configuration(
            main={"format": BLUE_GREEN_RED, "size": (self._size.width_px, self._size.height_px)},
            buffer_count=BUFFERS,
            controls={"FrameDurationLimits": (period_us, period_us)},
            display=None,
            encode=None,
        )

    def _answer(self, timeout_s: float) -> Any:
        """The request asked for.

        After a time-out it stays asked for, and the next read waits for the same one.
        """
        try:
            request = self._device.wait(self._asked, timeout=timeout_s)
        except (TimeoutError, JobTimeout) as error:
            raise NoFrameInTime(f"No new picture from the Pi camera in {timeout_s:g} s.") from error
        except (RuntimeError, OSError) as error:
            self._asked = None
            raise DeviceProblem(f"The Pi camera went away ({error}). Is its ribbon cable loose?") from error
        self._asked = None
        return request

    def _drop_stale_answer(self) -> None:
        """After a time-out the answer may have come long ago: such a picture is not of now."""
        if self._asked is None:
            return
        try:
            self._answer(0.0).release()
        except NoFrameInTime:
            return


def _middle_of_exposure_s(metadata: dict[str, Any]) -> float | None:
    """When the light fell in.

    SensorTimestamp (ns, on the monotonic clock) is when readout begins, after the exposure.
    """
    stamp_ns = metadata.get("SensorTimestamp")
    if stamp_ns is None:
        return None
    return float(stamp_ns) / 1e9 - float(metadata.get("ExposureTime", 0)) / 2e6
