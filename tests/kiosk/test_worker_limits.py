"""The threads beside the display, stepped by hand: how often they look, what they bear, and what they say.

Each worker's ``run`` is called in the test's own thread; what it reads from decides what time it is and when it ends.
"""

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pytest

from hardware.camera.camera import Kind
from hardware.camera.drawn import DrawnCamera
from hardware.camera.faulty import FaultKind as CameraFault
from hardware.camera.faulty import FaultyCamera, ScheduledFault
from hardware.camera.frame import Frame, Size, Timed
from hardware.slot import Slot
from mirror.clips.expression import Expression
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.kiosk.look_rate import LookRate
from mirror.kiosk.workers import CameraWorker, PerceptionWorker
from mirror.perception.observation import Attention
from mirror.therapy.scene import FaultKind, Pace

BLANK = np.zeros((8, 8, 3), np.uint8)


@dataclass
class Clock:
    """Call it for the time; who waits moves it on, and at ``end_s`` the worker is told to stop."""

    end_s: float = float("inf")
    now_s: float = 100.0
    worker: CameraWorker | None = None

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds
        if self.now_s >= self.end_s and self.worker is not None:
            self.worker.stop()


@pytest.fixture
def clock(monkeypatch):
    """The time as the workers see it; nobody waits for a camera that is tried again."""
    clock = Clock()
    monkeypatch.setattr("mirror.kiosk.workers.time", SimpleNamespace(monotonic=clock))
    monkeypatch.setattr("mirror.kiosk.workers.RETRY_S", 0.0)
    return clock


# The camera's thread --------------------------------------------------------------------------------------------------


class Sensor(DrawnCamera):
    """Noise as a real sensor gives it, no two pictures alike; says that it is a webcam, and counts its restarts."""

    def __init__(self, clock, kind=Kind.WEBCAM):
        super().__init__(self._noise, Size(64, 48), 10.0, clock, clock.sleep, name="webcam /dev/video0")
        self._kind, self.opened = kind, 0

    @property
    def kind(self):
        return self._kind

    def open(self):
        self.opened += 1
        super().open()

    @staticmethod
    def _noise(t_s):
        return np.random.default_rng(round(t_s * 1000)).integers(15, 60, (48, 64, 3), dtype=np.uint8)


class NotedWorker(CameraWorker):
    """Remembers when each fault appeared and when it was gone, in seconds of the clock."""

    def __init__(self, make, clock):
        self._clock, self.story, self._fault = clock, [], None
        super().__init__(make)
        clock.worker = self

    @property
    def fault(self):
        return self._fault

    @fault.setter
    def fault(self, fault):
        if fault != self._fault:
            self.story.append((round(self._clock() - 100.0, 1), None if fault is None else fault.detail))
        self._fault = fault


def watched(clock, *schedule, end_s, kind=Kind.WEBCAM):
    """A worker that has looked through a camera with these faults until ``end_s``, and the sensor inside."""
    sensor = Sensor(clock, kind)
    clock.end_s = 100.0 + end_s
    worker = NotedWorker(lambda: FaultyCamera(sensor, schedule, clock, clock.sleep), clock)
    worker.want(True)
    worker.run()
    return worker, sensor


def fault(kind, from_s, until_s):
    return ScheduledFault(kind, 100.0 + from_s, 100.0 + until_s)


def test_a_camera_that_works_is_left_alone(clock):
    """Nothing is said and nothing is started again."""
    worker, sensor = watched(clock, end_s=20.0)
    assert worker.story == []
    assert sensor.opened == 1


def test_a_short_silence_is_borne(clock):
    """A webcam that changes its exposure in the dark pauses for up to two seconds."""
    worker, sensor = watched(clock, fault(CameraFault.STALLS, 2.0, 3.6), end_s=8.0)
    assert worker.story == []
    assert sensor.opened == 1


def test_a_camera_that_stalls_is_opened_again_and_told(clock):
    """After two seconds of silence; once it gives pictures again all is well."""
    worker, sensor = watched(clock, fault(CameraFault.STALLS, 2.0, 4.1), end_s=8.0)
    (began_s, sentence), (ended_s, nothing) = worker.story
    assert 3.8 <= began_s <= 4.4
    assert sentence.startswith("Webcam /dev/video0 gives no new picture")
    assert nothing is None
    assert ended_s <= 4.6
    assert sensor.opened == 2


@pytest.mark.parametrize("kind", [Kind.WEBCAM, Kind.PI], ids=lambda kind: kind.value)
def test_a_sensor_that_freezes_is_opened_again_and_told(kind, clock):
    """Bit-identical pictures for three seconds do not come from the world."""
    worker, sensor = watched(clock, fault(CameraFault.FREEZES, 2.0, 5.1), end_s=8.0, kind=kind)
    (began_s, sentence), (_, nothing) = worker.story
    assert 4.8 <= began_s <= 5.2
    assert "same picture again and again" in sentence
    assert nothing is None
    assert sensor.opened == 2


def test_a_picture_that_holds_still_for_a_moment_is_borne(clock):
    """Less than three seconds may be a driver that takes its time."""
    worker, sensor = watched(clock, fault(CameraFault.FREEZES, 2.0, 4.6), end_s=8.0)
    assert worker.story == []
    assert sensor.opened == 1


@pytest.mark.parametrize("kind", [Kind.FILM, Kind.DRAWN], ids=lambda kind: kind.value)
def test_a_film_may_hold_still(kind, clock):
    """Only a sensor's noise never repeats."""
    worker, sensor = watched(clock, fault(CameraFault.FREEZES, 2.0, 12.0), end_s=14.0, kind=kind)
    assert worker.story == []
    assert sensor.opened == 1


def test_a_covered_lens_is_told_and_the_camera_goes_on(clock):
    """Opening it again would not help; the hand that comes away ends the fault."""
    worker, sensor = watched(clock, fault(CameraFault.GOES_BLACK, 2.0, 6.0), end_s=8.0)
    (began_s, sentence), (ended_s, nothing) = worker.story
    assert 4.8 <= began_s <= 5.2
    assert "Is the lens covered?" in sentence
    assert nothing is None
    assert 5.9 <= ended_s <= 6.2
    assert sensor.opened == 1


def test_a_hand_before_the_lens_is_borne(clock):
    """Less than three seconds of black are a hand."""
    worker, _ = watched(clock, fault(CameraFault.GOES_BLACK, 2.0, 4.6), end_s=8.0)
    assert worker.story == []


@dataclass
class ThrowingCamera:
    """Throws what no driver should, so many times, then ends the test."""

    throws: int
    kind: Kind = Kind.WEBCAM
    name: str = "webcam /dev/video0"
    closed: int = 0

    def open(self):
        pass

    def close(self):
        self.closed += 1

    def read(self, timeout_s):
        if self.throws:
            self.throws -= 1
            raise ZeroDivisionError("a driver's mistake")
        raise EndOfTest


class EndOfTest(BaseException):
    """Nothing in the product catches it."""


def test_a_camera_that_throws_the_unexpected_is_told_and_tried_again(clock):
    """The thread lives on, the camera is given back each time, and the fault names what came."""
    camera = ThrowingCamera(throws=2)
    worker = NotedWorker(lambda: camera, clock)
    worker.want(True)
    with pytest.raises(EndOfTest):
        worker.run()
    assert camera.throws == 0
    assert camera.closed == 3
    assert worker.fault.kind is FaultKind.CAMERA
    assert worker.fault.detail == "The camera stopped (ZeroDivisionError: a driver's mistake)."


def test_a_camera_that_cannot_even_be_made_is_told_and_tried_again(clock):
    """What goes wrong before it is open is borne in the same way, and forgotten once pictures come."""
    sensor, tries = Sensor(clock), []

    def make():
        tries.append(clock())
        if len(tries) < 3:
            raise OSError("no such bus")
        return sensor

    clock.end_s = 102.0
    worker = NotedWorker(make, clock)
    worker.want(True)
    worker.run()
    assert len(tries) == 3
    assert [sentence for _, sentence in worker.story] == ["The camera stopped (OSError: no such bus).", None]


# The perception's thread ----------------------------------------------------------------------------------------------


class NotedSlot(Slot):
    """Remembers every value that was put."""

    def __init__(self):
        super().__init__()
        self.all = []

    def put(self, value):
        self.all.append(value)
        return super().put(value)


class Script(Slot):
    """Frames that come one after the other, each when the worker asks; None: none came in time, ...: camera closed."""

    def __init__(self, *steps):
        super().__init__()
        self.steps, self.worker = list(steps), None

    def wait_newer(self, than, _timeout_s):
        if not self.steps:
            self.worker.stop()
            return None
        step = self.steps.pop(0)
        if step is None:
            return None
        if step is ...:
            self.clear()
            return None
        self.put(step)
        return super().wait_newer(than, 0.0)


@dataclass
class Blind:
    """Sees nothing, and remembers when it looked."""

    model: str = "blind"
    looked_s: list[float] = field(default_factory=list)

    def track(self, _image_bgr, t_s):
        self.looked_s.append(t_s)

    def close(self):
        pass


def looked_through(script, tracker, rate_hz=15.0, attention=None):
    """A worker that has looked at everything in the script."""
    worker = script.worker = PerceptionWorker(lambda: tracker, script, rate_hz)
    worker.observations = NotedSlot()
    if attention is not None:
        worker.attention = attention
    worker.run()
    return worker


def test_the_model_looks_no_more_often_than_it_is_told():
    """At 15 a second a frame 59 ms after the first look is passed over, and one 61 ms after it is looked at."""
    tracker = Blind()
    looked_through(Script(*(Frame(BLANK, t_s) for t_s in (1.0, 1.059, 1.061, 1.126, 1.127))), tracker)
    assert tracker.looked_s == [1.0, 1.061, 1.127]


@pytest.mark.parametrize(("rate_hz", "looks"), [(30.0, 30), (20.0, 20), (15.0, 15), (12.0, 12), (10.0, 10)])
def test_frames_at_thirty_a_second_give_the_rate_that_was_asked_for(rate_hz, looks):
    """The tolerance does not let every second look be one too many, and a rate that fits no grid of frames is kept."""
    tracker = Blind()
    looked_through(Script(*(Frame(BLANK, 1.0 + number / 30) for number in range(30))), tracker, rate_hz)
    assert len(tracker.looked_s) == looks


@dataclass
class Lent:
    """The session's tracker, which a worker may not close."""

    tracker: object
    model: str = "lent"

    def track(self, image_bgr, t_s):
        return self.tracker.track(image_bgr, t_s)

    def close(self):
        pass


def faces(first_s, count):
    """So many frames of the drawn patient at rest."""
    image = Portrait(480, 640, PATIENT).draw(Expression())
    return [Frame(image, first_s + number / 10) for number in range(count)]


def test_what_was_known_of_a_face_is_forgotten_when_the_camera_closes(tracker):
    """No observation stays in the slot, and the rest that was being collected begins anew."""
    script = Script(*faces(4000.0, 5), ..., *faces(4001.0, 2), ...)
    worker = looked_through(script, Lent(tracker), attention=Attention(rest_round=1, resting=True))
    assert [observation.rest.steady_frames for observation in worker.observations.all] == [1, 2, 3, 4, 5, 1, 2]
    assert worker.observations.newest() is None


def test_a_frame_that_is_late_does_not_make_it_forget(tracker):
    """The camera is open and slow: what is known of the face stays."""
    script = Script(*faces(4100.0, 3), None, None, *faces(4101.0, 2))
    worker = looked_through(script, Lent(tracker), attention=Attention(rest_round=1, resting=True))
    assert [observation.rest.steady_frames for observation in worker.observations.all] == [1, 2, 3, 4, 5]
    assert worker.observations.newest() is not None


def test_a_look_that_takes_longer_than_ten_seconds_is_stuck(clock):
    """Just below the limit it is only slow; before and after a look nothing is stuck."""
    told = []

    class Slow(Blind):
        def track(self, _image_bgr, _t_s):
            told.append([worker.stuck(clock() + later_s) for later_s in (0.0, 9.9, 10.1)])
            clock.sleep(3.0)

    script = Script(Frame(BLANK, 1.0), Frame(BLANK, 2.0))
    worker = script.worker = PerceptionWorker(Slow, script, 15.0)
    assert not worker.stuck(clock() + 1000.0)
    worker.run()
    assert told == [[False, False, True], [False, False, True]]
    assert not worker.stuck(clock() + 1000.0)


@pytest.mark.parametrize(("timed", "pace"), [(Timed.SENSOR, Pace.SLOW_BOARD), (None, Pace.ENOUGH)])
def test_a_board_that_takes_too_long_for_a_look_is_slow_and_a_film_is_nobody_to_score(clock, timed, pace):
    """Looks of a fifth of a second at a camera's frames; closing the camera forgets it."""
    told = []

    class Slow(Blind):
        def track(self, _image_bgr, _t_s):
            told.append(worker.looking.pace)
            clock.sleep(0.2)

    frames = [Frame(BLANK, 100.0 + number / 5, timed) for number in range(30)]
    script = Script(*frames, ...)
    worker = script.worker = PerceptionWorker(Slow, script, 15.0)
    worker.run()
    assert (told[0], told[-1]) == (Pace.ENOUGH, pace)
    assert worker.looking.pace is Pace.ENOUGH


@dataclass
class Stumbling(Blind):
    """Throws at one frame."""

    closed: int = 0

    def track(self, image_bgr, t_s):
        super().track(image_bgr, t_s)
        if t_s == 2.0:
            raise ZeroDivisionError("a net's mistake,\n> over two lines")

    def close(self):
        self.closed += 1


def test_a_measurement_that_throws_the_unexpected_is_told_and_closed(monkeypatch):
    """The tracker is given back; the sentence is one line for whoever mends it."""
    monkeypatch.setattr("mirror.kiosk.workers.RETRY_S", 0.0)
    tracker = Stumbling()
    script = Script(Frame(BLANK, 2.0))
    worker = looked_through(script, tracker)
    assert worker.fault.kind is FaultKind.INTERNAL
    assert worker.fault.detail == "The measurement stopped (ZeroDivisionError: a net's mistake, > over two lines)."
    assert worker.observations.newest() is None
    assert not worker.stuck(1e9)
    assert tracker.closed >= 1


def test_the_time_without_looks_after_a_fault_is_not_called_a_slow_camera(monkeypatch):
    """How often the face was looked at is counted anew when measuring begins again."""
    monkeypatch.setattr("mirror.kiosk.workers.RETRY_S", 0.0)
    forgot_after = []

    class Noting(LookRate):
        def forget(self):
            forgot_after.append(tracker.looked_s[-1])
            super().forget()

    monkeypatch.setattr("mirror.kiosk.workers.LookRate", Noting)
    tracker = Stumbling()
    looked_through(Script(Frame(BLANK, 1.0), Frame(BLANK, 2.0), Frame(BLANK, 4.0)), tracker)
    assert forgot_after[:1] == [2.0]


@pytest.mark.parametrize("then", [Frame(BLANK, 3.0), ...], ids=["a good frame", "camera closed"])
def test_a_measurement_that_stopped_comes_back(monkeypatch, then):
    """One frame that cannot be measured is not the end of measuring: the model is opened again."""
    monkeypatch.setattr("mirror.kiosk.workers.RETRY_S", 0.0)
    tracker = Stumbling()
    worker = looked_through(Script(Frame(BLANK, 1.0), Frame(BLANK, 2.0), then, Frame(BLANK, 4.0)), tracker)
    assert worker.fault is None
    assert tracker.looked_s[:2] == [1.0, 2.0]
    assert tracker.looked_s[-1] == 4.0
    assert tracker.closed == 2
    assert worker.observations.all[-1].t_s == 4.0


def test_a_camera_that_stays_silent_keeps_its_fault(clock):
    """Opening it again proves nothing: until a picture comes the fault stays told, once."""
    worker, sensor = watched(clock, fault(CameraFault.STALLS, 2.0, 30.0), end_s=20.0)
    assert sensor.opened > 5
    assert [sentence is None for _, sentence in worker.story] == [False]
