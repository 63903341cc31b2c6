"""A camera that is handed a function to call."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hardware.camera.camera import Camera, Kind, NoFrameInTime, Pace, opened
from hardware.camera.drawn import DrawnCamera
from hardware.camera.frame import Image, Size
from hardware.problem import DeviceProblem

if TYPE_CHECKING:
    from tests.hardware.conftest import Clock

SIZE = Size(32, 24)


def draw(t_s: float) -> Image:
    """Brightness says the time since 100 s, in tenths."""
    return np.full((24, 32, 3), round((t_s - 100.0) * 10.0) % 256, np.uint8)


def camera_at(clock: "Clock", pace: Pace = Pace.REAL_TIME) -> Camera:
    return DrawnCamera(draw, SIZE, 10.0, clock, clock.sleep, pace=pace)


def test_in_real_time_frames_come_at_their_rate(clock: "Clock") -> None:
    """Reading at once again waits for the next frame, which is drawn for the instant it falls due."""
    with opened(camera_at(clock)) as camera:
        frames = [camera.read(1.0) for _ in range(4)]
    assert [frame.t_s for frame in frames] == pytest.approx([100.0, 100.1, 100.2, 100.3])
    assert [frame.image[0, 0, 0] for frame in frames] == [0, 1, 2, 3]
    assert clock.now_s == pytest.approx(100.3)
    assert camera.kind is Kind.DRAWN


def test_a_slow_reader_gets_the_newest_drawing(clock: "Clock") -> None:
    """Frames nobody asked for are never drawn."""
    with opened(camera_at(clock)) as camera:
        camera.read(1.0)
        clock.sleep(0.77)
        assert camera.read(1.0).t_s == pytest.approx(100.7)
        assert camera.read(1.0).t_s == pytest.approx(100.8)


def test_stepped_each_read_draws_the_clocks_instant(clock: "Clock") -> None:
    """With a simulated clock every read is now, and nothing sleeps."""
    with opened(camera_at(clock, Pace.EVERY_FRAME)) as camera:
        times = []
        for _ in range(3):
            clock.now_s += 1 / 30
            times.append(camera.read(1.0).t_s)
    assert times == pytest.approx([100 + 1 / 30, 100 + 2 / 30, 100 + 3 / 30])
    assert clock.slept_s == []


def test_no_frame_within_the_time_out_says_so(clock: "Clock") -> None:
    """A rate slower than the time-out gives the thread back in between."""
    with opened(camera_at(clock)) as camera:
        camera.read(1.0)
        with pytest.raises(NoFrameInTime):
            camera.read(0.03)
        assert clock.now_s == pytest.approx(100.03)


def test_closed_it_says_so_and_opened_again_it_goes_on(clock: "Clock") -> None:
    """A camera at rest is a sentence, not a picture."""
    camera = camera_at(clock)
    with pytest.raises(DeviceProblem, match="closed"):
        camera.read(1.0)
    for _ in range(2):
        with opened(camera):
            assert camera.read(1.0).size == SIZE


def test_a_drawing_of_another_size_is_refused(clock: "Clock") -> None:
    """Whoever hands over a wrong function hears it at once."""
    camera = DrawnCamera(lambda _t_s: np.zeros((10, 10, 3), np.uint8), SIZE, 10.0, clock, clock.sleep)
    with opened(camera), pytest.raises(DeviceProblem, match="agreed"):
        camera.read(1.0)
    with pytest.raises(DeviceProblem, match="above zero"):
        DrawnCamera(draw, SIZE, 0.0, clock, clock.sleep)
