"""The threads beside the display: newest values only, cameras that fail and come back."""

import threading
import time

import numpy as np
import pytest

from hardware.camera import faulty
from hardware.camera.camera import End, Kind, NoFrameInTime
from hardware.camera.frame import Frame
from hardware.problem import DeviceProblem
from hardware.slot import Slot
from mirror.kiosk.workers import CAMERA_STUCK_S, CameraWorker, PerceptionWorker
from mirror.problem import Problem
from mirror.therapy.scene import FaultKind

LIMIT_S = 20.0


class CountingCamera:
    """Gives so many frames, then ends; counts how often it is opened and closed."""

    kind, name = Kind.DRAWN, "the counting camera"

    def __init__(self, frames=3, fails=0):
        self.frames, self.fails, self.opened, self.closed = frames, fails, 0, 0
        self.given = threading.Event()

    def open(self):
        self.opened += 1
        if self.opened <= self.fails:
            raise DeviceProblem("The counting camera does not answer: plug it in.")

    def close(self):
        self.closed += 1

    def read(self, timeout_s):
        if self.frames == 0:
            return End.FILM_OVER
        self.frames -= 1
        self.given.set()
        return Frame(np.zeros((48, 64, 3), np.uint8), float(self.frames))


def test_a_camera_nobody_wants_is_not_opened():
    """Idle means closed."""
    camera = CountingCamera()
    worker = CameraWorker(lambda: camera)
    worker.start()
    worker.stop()
    worker.join(LIMIT_S)
    assert camera.opened == 0


def test_a_film_that_ends_says_so_and_leaves_no_picture_behind():
    """The last frame of a face does not stay in memory."""
    camera = CountingCamera()
    worker = CameraWorker(lambda: camera)
    worker.want(True)
    worker.start()
    assert worker.over.wait(LIMIT_S)
    worker.stop()
    worker.join(LIMIT_S)
    assert worker.frames.newest() is None
    assert camera.closed == 1


def test_a_camera_that_fails_is_tried_again_and_says_what_to_do(monkeypatch):
    """The fault carries the device's own sentence and is gone once frames flow."""
    monkeypatch.setattr("mirror.kiosk.workers.RETRY_S", 0.01)
    camera = CountingCamera(frames=10**9, fails=2)
    faults = []

    class Noting(CameraWorker):
        def __setattr__(self, name, value):
            if name == "fault" and value is not None:
                faults.append(value)
            super().__setattr__(name, value)

    worker = Noting(lambda: camera)
    worker.want(True)
    worker.start()
    assert camera.given.wait(LIMIT_S)
    assert worker.frames.wait_newer(0, LIMIT_S) is not None
    worker.stop()
    worker.join(LIMIT_S)
    assert [fault.kind for fault in faults] == [FaultKind.CAMERA] * 2
    assert "plug it in" in faults[0].detail
    assert worker.fault is None


@pytest.mark.parametrize("kind", [faulty.FaultKind.GREY, faulty.FaultKind.EMPTY])
def test_pictures_without_colours_are_a_fault_and_reach_nobody(kind, monkeypatch):
    """The screen and the model get pictures they can draw and read; the camera is opened again until they are."""
    monkeypatch.setattr("mirror.kiosk.workers.RETRY_S", 0.01)
    camera, time_s, told = CountingCamera(frames=10**9), [0.0], threading.Event()
    spoilt = faulty.FaultyCamera(
        camera, [faulty.ScheduledFault(kind, 1.0, 2.0)], lambda: time_s[0], lambda _seconds: None
    )

    class Noting(CameraWorker):
        def __setattr__(self, name, value):
            super().__setattr__(name, value)
            if name == "fault" and value is not None:
                told.set()
                time_s[0] = 3.0

    worker = Noting(lambda: spoilt)
    shapes = set()
    put = worker.frames.put
    monkeypatch.setattr(worker.frames, "put", lambda frame: (shapes.add(frame.image.shape), put(frame)))
    worker.want(True)
    worker.start()
    first = worker.frames.wait_newer(0, LIMIT_S)
    time_s[0] = 1.5
    assert told.wait(LIMIT_S)
    assert worker.frames.wait_newer(first.number, LIMIT_S) is not None
    worker.stop()
    worker.join(LIMIT_S)
    assert shapes == {(48, 64, 3)}
    assert camera.opened >= 2


def test_a_model_that_cannot_be_opened_is_a_fault_with_its_sentence():
    """The kiosk goes on and can say what is wrong."""

    def broken():
        raise Problem("The model file x.task is damaged.")

    worker = PerceptionWorker(broken, Slot(), 15.0)
    worker.start()
    worker.join(LIMIT_S)
    assert worker.fault.kind is FaultKind.MODEL
    assert "x.task" in worker.fault.detail


def test_the_perception_looks_at_the_newest_frame_only():
    """A slow tracker misses frames; it never works through a queue of old ones."""
    frames, seen, first, go_on = Slot(), [], threading.Event(), threading.Event()

    class SlowTracker:
        model = "slow"

        def track(self, image_bgr, t_s):
            seen.append(t_s)
            first.set()
            go_on.wait(LIMIT_S)

        def close(self):
            pass

    worker = PerceptionWorker(SlowTracker, frames, 1000.0)
    worker.start()
    image = np.zeros((8, 8, 3), np.uint8)
    frames.put(Frame(image, 1.0))
    assert first.wait(LIMIT_S)
    for t_s in (2.0, 3.0, 4.0):
        frames.put(Frame(image, t_s))
    go_on.set()
    assert worker.observations.wait_newer(1, LIMIT_S) is not None
    worker.stop()
    worker.join(LIMIT_S)
    assert seen == [1.0, 4.0]


class SilentCamera(CountingCamera):
    """Opens, and gives nothing; from the third opening on it lives."""

    def read(self, timeout_s):
        if self.opened < 3:
            threading.Event().wait(0.02)
            raise NoFrameInTime("nothing")
        image = np.zeros((48, 64, 3), np.uint8)
        image[::16, ::16] = self.frames % 200
        self.frames -= 1
        return Frame(image, float(self.frames))


def test_restarts_in_vain_are_counted_until_the_camera_lives(monkeypatch):
    """Two silent openings count; a living picture takes the count back, a single one does not."""
    monkeypatch.setattr("mirror.kiosk.workers.RETRY_S", 0.01)
    monkeypatch.setattr("hardware.camera.watch.STALLED_S", 0.3)
    counts = []

    class Noting(CameraWorker):
        def __setattr__(self, name, value):
            super().__setattr__(name, value)
            if name == "restarts_in_vain":
                counts.append(value)
                if counts[-2:] == [2, 0]:
                    mended.set()

    mended = threading.Event()
    worker = Noting(lambda: camera)
    camera = SilentCamera(frames=10**9)
    worker.want(True)
    worker.start()
    assert mended.wait(LIMIT_S)
    worker.stop()
    worker.join(LIMIT_S)
    assert counts[:4] == [0, 1, 2, 0]


def test_a_camera_that_is_not_there_is_no_restart_in_vain(monkeypatch):
    """Nobody mends a pulled plug by starting the mirror again."""
    monkeypatch.setattr("mirror.kiosk.workers.RETRY_S", 0.01)
    camera = CountingCamera(frames=10**9, fails=5)
    worker = CameraWorker(lambda: camera)
    worker.want(True)
    worker.start()
    assert camera.given.wait(LIMIT_S)
    worker.stop()
    worker.join(LIMIT_S)
    assert worker.restarts_in_vain == 0


def test_a_driver_that_does_not_come_back_hangs():
    """Seen from outside, by the clock; a camera that nobody wants does not hang."""
    entered, let_go = threading.Event(), threading.Event()

    class Hanging(CountingCamera):
        def open(self):
            entered.set()
            let_go.wait(LIMIT_S)

    worker = CameraWorker(Hanging)
    assert not worker.hangs(time.monotonic() + 1000.0)
    worker.want(True)
    worker.start()
    assert entered.wait(LIMIT_S)
    assert not worker.hangs(time.monotonic())
    assert worker.hangs(time.monotonic() + CAMERA_STUCK_S + 1.0)
    worker.stop()
    let_go.set()
    worker.join(LIMIT_S)
    assert not worker.hangs(time.monotonic() + 1000.0)
