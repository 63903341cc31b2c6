"""The two threads beside the display: one owns the camera, one owns the face tracker.

They speak through slots that hold the newest value only, so that the picture never waits for either.
"""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Final

from hardware.camera.camera import Camera, End, Kind, NoFrameInTime
from hardware.camera.film import FilmBrokeOff
from hardware.camera.frame import Frame
from hardware.camera.watch import FrameFault, FrameWatch
from hardware.problem import DeviceProblem
from hardware.slot import Slot
from mirror.kiosk.look_rate import Looking, LookRate
from mirror.perception.observation import Attention, Observation
from mirror.perception.perceiver import Perceiver, PointTracker
from mirror.problem import Problem
from mirror.therapy.scene import Fault, FaultKind

#: Pause between two attempts to open a camera that does not answer.
RETRY_S: Final = 2.0
POLL_S: Final = 0.2
#: A perception that has said nothing for this long although there are frames is stuck.
STUCK_S: Final = 10.0
#: A driver that does not come back for this long does not come back at all.  Opening a webcam on a busy Pi takes up to
#: five seconds, the Pi's own camera one.
CAMERA_STUCK_S: Final = 20.0

#: A real sensor never gives the same picture twice; a film and a drawing may.
_SENSORS: Final = frozenset({Kind.PI, Kind.WEBCAM})
_WAYS_OUT: Final = {
    FrameFault.STALLED: "gives no new picture; it is closed and opened again. Check its cable.",
    FrameFault.FROZEN: "gives the same picture again and again; it is closed and opened again. Check its cable.",
    FrameFault.BLACK: "gives a black picture. Is the lens covered?",
}
_NO_PICTURE: Final = "gives pictures without colours (of shape {}); it is closed and opened again. Try another camera."


class CameraWorker(threading.Thread):
    """Keeps the newest frame in ``frames`` while the camera is wanted; closes it and forgets the picture when not."""

    def __init__(self, make: Callable[[], Camera]) -> None:
        super().__init__(name="camera", daemon=True)
        self.frames: Slot[Frame] = Slot()
        self.fault: Fault | None = None
        self.over = threading.Event()
        """Set when the frames came from a film that has ended."""
        self.broke_off: FilmBrokeOff | None = None
        """Why it ended, when it was not its end."""
        self.restarts_in_vain = 0
        """How often it was closed for being silent, frozen or blind since it last gave a living picture."""
        self._asked_s: float | None = None
        """Since when a driver is at work; None while none is."""
        self._make = make
        self._wanted = threading.Event()
        self._stopping = threading.Event()

    def want(self, wanted: bool) -> None:
        """Whether anybody needs to see."""
        if not wanted:
            self._wanted.clear()
        elif not self._wanted.is_set():
            self.fault = None
            self._wanted.set()

    def stop(self) -> None:
        self._stopping.set()
        self._wanted.set()

    def hangs(self, now_s: float) -> bool:
        """Whether a driver does not come back any more."""
        asked_s = self._asked_s
        return asked_s is not None and now_s - asked_s > CAMERA_STUCK_S

    def run(self) -> None:
        while not self._stopping.is_set():
            if not self._wanted.wait(POLL_S) or self._stopping.is_set():
                continue
            try:
                self._watch()
            except FilmBrokeOff as problem:
                # Opened again it would only break off again.
                self.broke_off = problem
                self.over.set()
                self._wanted.clear()
            except DeviceProblem as problem:
                self.fault = Fault(FaultKind.CAMERA, str(problem))
                self._stopping.wait(RETRY_S)
            except Exception as error:
                # The boundary of the thread: whatever a driver throws, the person is told and the camera tried again.
                self.fault = Fault(FaultKind.CAMERA, f"The camera stopped ({type(error).__name__}: {error}).")
                self._stopping.wait(RETRY_S)

    def _watch(self) -> None:
        self._asked_s = time.monotonic()
        camera = self._make()
        try:
            camera.open()
            watch = FrameWatch.started(time.monotonic())
            while self._wanted.is_set() and not self._stopping.is_set():
                self._asked_s = time.monotonic()
                try:
                    frame = camera.read(timeout_s=POLL_S)
                except NoFrameInTime:
                    # No picture proves nothing: a fault that was told stays told until one comes.
                    if (found := watch.fault(time.monotonic())) is not None:
                        self.restarts_in_vain += 1
                        raise DeviceProblem(_sentence(camera, found)) from None
                    continue
                if isinstance(frame, End):
                    self.over.set()
                    self._wanted.clear()
                    return
                if not frame.usable:
                    self.restarts_in_vain += 1
                    raise DeviceProblem(f"{_named(camera)} {_NO_PICTURE.format(frame.image.shape)}")
                watch = watch.after(frame, time.monotonic())
                self._judge(camera, watch)
                self.frames.put(frame)
        finally:
            self.frames.clear()
            self._asked_s = time.monotonic()
            camera.close()
            self._asked_s = None

    def _judge(self, camera: Camera, watch: FrameWatch) -> None:
        """A picture has come: set or clear the fault; a camera that must be opened again is a DeviceProblem."""
        found = watch.fault(time.monotonic())
        if found is FrameFault.FROZEN and camera.kind not in _SENSORS:
            found = None
        if found is None:
            self.fault = None
            if watch.living:
                self.restarts_in_vain = 0
            return
        if found is not FrameFault.BLACK:
            self.restarts_in_vain += 1
            raise DeviceProblem(_sentence(camera, found))
        self.fault = Fault(FaultKind.CAMERA, _sentence(camera, found))


def _sentence(camera: Camera, found: FrameFault) -> str:
    return f"{_named(camera)} {_WAYS_OUT[found]}"


def _named(camera: Camera) -> str:
    """The camera's name at the beginning of a sentence."""
    return f"{camera.name[:1].upper()}{camera.name[1:]}"


class PerceptionWorker(threading.Thread):
    """Keeps the newest observation in ``observations``; looks as often as it can, at most ``cap_hz`` times a second."""

    def __init__(self, open_tracker: Callable[[], PointTracker], frames: Slot[Frame], cap_hz: float) -> None:
        super().__init__(name="perception", daemon=True)
        self.observations: Slot[Observation] = Slot()
        self.attention = Attention()
        """What the session wants attended to; replaced as a whole by the main thread."""
        self.fault: Fault | None = None
        self._open_tracker = open_tracker
        self._frames = frames
        self._rate = LookRate(cap_hz)
        self._waiting_since_s = float("inf")
        self._stopping = threading.Event()

    @property
    def looking(self) -> Looking:
        """How often it looks at a real camera's frames; a film and a drawing are nobody to score."""
        return self._rate.looking

    def stop(self) -> None:
        self._stopping.set()

    def stuck(self, now_s: float) -> bool:
        """Whether a look at a frame has taken so long that it will not end any more."""
        return now_s - self._waiting_since_s > STUCK_S

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                with closing(self._open_tracker()) as tracker:
                    self._look(Perceiver(tracker))
            except Problem as problem:
                # A model that is not one is not mended by opening it again.
                self.fault = Fault(FaultKind.MODEL, str(problem))
                self._waiting_since_s = float("inf")
                return
            except Exception as error:
                # The boundary of the thread: the person in front of the mirror is told, calmly, and it is tried again.
                what = " ".join(f"{type(error).__name__}: {error}".split())
                self.fault = Fault(FaultKind.INTERNAL, f"The measurement stopped ({what}).")
                self._waiting_since_s = float("inf")
                self.observations.clear()
                # The time without looks is the fault's, and says nothing of board and camera.
                self._rate.forget()
                self._stopping.wait(RETRY_S)

    def _look(self, perceiver: Perceiver) -> None:
        number = 0
        frame: Frame | None = None
        while not self._stopping.is_set():
            latest = self._frames.wait_newer(number, POLL_S)
            if latest is None:
                if self._frames.newest() is None:
                    # The camera is closed: nobody is looked at, so nothing of a face stays in memory.
                    perceiver.forget()
                    self._rate.forget()
                    self.observations.clear()
                    frame = None
                    self.fault = None
                continue
            number, frame = latest.number, latest.value
            if not self._rate.due(frame.t_s):
                continue
            self._waiting_since_s = time.monotonic()
            if frame.timed is not None:
                self._rate.began(self._waiting_since_s)
            self.observations.put(perceiver.see(frame.image, frame.t_s, self.attention))
            self._waiting_since_s = float("inf")
            if frame.timed is not None:
                self._rate.ended(time.monotonic())
            self.fault = None
