"""A camera with faults on schedule, and the watch that names them."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hardware.camera.camera import Camera, NoFrameInTime, opened
from hardware.camera.drawn import DrawnCamera
from hardware.camera.faulty import FaultKind, FaultyCamera, ScheduledFault
from hardware.camera.frame import Frame, Image, Size
from hardware.camera.watch import FrameFault, FrameWatch
from hardware.problem import DeviceProblem

if TYPE_CHECKING:
    from tests.hardware.conftest import Clock


def noisy(t_s: float) -> Image:
    """A dim room as a sensor sees it: no two frames alike."""
    return np.random.default_rng(round(t_s * 1000)).integers(15, 60, (240, 320, 3), dtype=np.uint8)


def camera_with(clock: "Clock", *schedule: ScheduledFault) -> FaultyCamera:
    return FaultyCamera(DrawnCamera(noisy, Size(320, 240), 10.0, clock, clock.sleep), schedule, clock, clock.sleep)


def verdicts(camera: Camera, clock: "Clock", until_s: float) -> dict[FrameFault | None, float]:
    """When the watch first said each verdict, in seconds since 100."""
    seen: dict[FrameFault | None, float] = {}
    watch = FrameWatch.started(clock())
    with opened(camera):
        while clock() < until_s:
            try:
                frame = camera.read(0.5)
            except NoFrameInTime:
                pass
            else:
                assert isinstance(frame, Frame)
                watch = watch.after(frame, clock())
            seen.setdefault(watch.fault(clock()), clock() - 100.0)
    return seen


def test_a_healthy_camera_has_no_fault(clock: "Clock") -> None:
    """Noise in a dim room is neither black nor frozen."""
    assert set(verdicts(camera_with(clock), clock, until_s=110.0)) == {None}


@pytest.mark.parametrize(
    ("kind", "named", "after_s"),
    [
        (FaultKind.FREEZES, FrameFault.FROZEN, 3.0),
        (FaultKind.GOES_BLACK, FrameFault.BLACK, 3.0),
        (FaultKind.STALLS, FrameFault.STALLED, 2.0),
    ],
)
def test_a_fault_is_named_in_time(kind: FaultKind, named: FrameFault, after_s: float, clock: "Clock") -> None:
    """When it begins the watch takes its few seconds to name it, and names nothing else."""
    seen = verdicts(camera_with(clock, ScheduledFault(kind, 102.0)), clock, until_s=110.0)
    assert set(seen) == {None, named}
    assert 2.0 + after_s - 0.15 <= seen[named] <= 2.0 + after_s + 0.6


def test_a_short_fault_is_not_worth_a_word(clock: "Clock") -> None:
    """A hand before the lens, a pause while the exposure adapts: nobody restarts a camera for it."""
    schedule = (
        ScheduledFault(FaultKind.GOES_BLACK, 101.0, 103.0),
        ScheduledFault(FaultKind.STALLS, 104.0, 105.0),
        ScheduledFault(FaultKind.FREEZES, 106.0, 108.0),
    )
    assert set(verdicts(camera_with(clock, *schedule), clock, until_s=112.0)) == {None}


def test_a_fault_that_passes_is_forgotten() -> None:
    """One good frame after a long stall and all is well."""
    watch = FrameWatch.started(100.0)
    assert watch.fault(105.0) is FrameFault.STALLED
    assert watch.after(Frame(noisy(105.0), 105.0), 105.0).fault(105.1) is None


def test_a_shrunken_picture_is_half_the_size(clock: "Clock") -> None:
    """A camera that comes back in another mode is seen by its frames' size."""
    with opened(camera_with(clock, ScheduledFault(FaultKind.SHRINKS, 100.1))) as camera:
        assert [camera.read(1.0).size for _ in range(3)] == [Size(320, 240), Size(320, 240), Size(160, 120)]


def test_an_unplugged_camera_cannot_be_read_nor_opened_until_it_is_back(clock: "Clock") -> None:
    """Gone is a problem with a sentence; plugged in again it opens."""
    camera = camera_with(clock, ScheduledFault(FaultKind.GONE, 101.0, 105.0))
    camera.open()
    camera.read(1.0)
    clock.now_s = 102.0
    with pytest.raises(DeviceProblem, match="went away"):
        camera.read(1.0)
    camera.close()
    with pytest.raises(DeviceProblem, match="plugged in"):
        camera.open()
    clock.now_s = 105.0
    with opened(camera):
        assert camera.read(1.0).size == Size(320, 240)


def test_a_camera_that_changes_size_is_not_frozen() -> None:
    """Even pictures of one colour differ when their size does."""
    watch = FrameWatch.started(0.0)
    for second in range(8):
        rows = 240 if second % 2 else 120
        watch = watch.after(Frame(np.full((rows, 320, 3), 90, np.uint8), float(second)), float(second))
        assert watch.fault(float(second)) is None


@pytest.mark.parametrize("kind", [FaultKind.GREY, FaultKind.EMPTY])
def test_pictures_that_lose_their_colours_or_their_pixels_are_not_usable(kind: FaultKind, clock: "Clock") -> None:
    """A driver may change its format while it runs."""
    with opened(camera_with(clock, ScheduledFault(kind, 100.1))) as camera:
        assert [camera.read(1.0).usable for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize("shape", [(48, 64, 4), (48, 64, 1), (48, 64)])
def test_only_three_channels_are_usable(shape: tuple[int, ...]) -> None:
    """Neither a fourth channel nor a single one."""
    assert not Frame(np.zeros(shape, np.uint8), 0.0).usable
    assert Frame(np.zeros((48, 64, 3), np.uint8), 0.0).usable
