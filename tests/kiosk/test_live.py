"""The live loop: the picture never waits, and a mirror that is closed leaves nothing running."""

import threading
import time

import numpy as np
import pytest

from hardware.buttons.keyboard import KeyboardButtons
from hardware.camera.camera import Kind
from hardware.camera.film import FilmBrokeOff
from hardware.camera.frame import Frame
from hardware.led.recorded import RecordedLed
from hardware.power import PretendedPower
from mirror.diary.stamp import Clock
from mirror.kiosk.controls import Controls
from mirror.kiosk.household import Household
from mirror.kiosk.live import LiveMirror
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.planning import AlwaysTheSame
from mirror.screen.display import Display, DisplayKind, KeyEvent, KeyState
from mirror.screen.sound import RecordedSound
from mirror.therapy.effects import SessionEnded
from mirror.therapy.scene import Scene
from mirror.therapy.unplanned import of_film
from tests.kiosk.rehearsing import ListTrace
from tests.kiosk.test_kiosk_story import ListWriter


class EndlessCamera:
    """A new frame whenever it is asked."""

    kind, name = Kind.DRAWN, "the endless camera"

    def __init__(self):
        self.is_open, self.frames = False, 0

    def open(self):
        self.is_open = True

    def close(self):
        self.is_open = False

    def read(self, timeout_s):
        threading.Event().wait(0.001)
        self.frames += 1
        return Frame(np.full((48, 64, 3), 90, np.uint8), time.monotonic())


class HangingTracker:
    """Takes one frame and does not come back until it is let go."""

    model = "hanging"

    def __init__(self):
        self.began, self.go_on = threading.Event(), threading.Event()

    def track(self, image_bgr, t_s):
        self.began.set()
        self.go_on.wait(30.0)

    def close(self):
        pass


class CountingShow:
    """Closes the display after so many pictures in a session."""

    def __init__(self, display, pictures, then):
        self.display, self.left, self.then, self.frames = display, pictures, then, set()

    def draw(self, _display, kiosk, sight, _notice, _now_s):
        if kiosk.session.scene is Scene.IDLE or sight.frame is None:
            return
        self.frames.add(sight.frame.t_s)
        self.left -= 1
        if self.left == 0:
            self.then()
            self.display.closed = True


@pytest.fixture
def parts():
    camera, tracker, writer = EndlessCamera(), HangingTracker(), ListWriter()
    kiosk = Kiosk(
        AlwaysTheSame(of_film(["smile"], 1)), writer, ListTrace(), RecordedLed(), RecordedSound(), Clock().now
    )
    return camera, tracker, writer, LiveMirror(kiosk, lambda: camera, lambda: tracker, 15.0)


def started_by_key(display):
    """Controls with the start key pressed once, as in a window."""
    keyboard = KeyboardButtons()
    queue = [KeyEvent("return", KeyState.DOWN), KeyEvent("return", KeyState.UP)]
    display.key_events = lambda: (queue.pop(0),) if queue else ()
    return Controls((keyboard,), keyboard, RecordedLed())


def test_the_picture_goes_on_while_the_model_hangs(parts):
    """Forty pictures with new frames are drawn although the tracker never returns from its first."""
    camera, tracker, _, live = parts
    display = Display(DisplayKind.NONE, (480, 800))
    show = CountingShow(display, 40, tracker.go_on.set)
    live.run(display, started_by_key(display), show, lambda: "")
    assert tracker.began.is_set()
    assert len(show.frames) > 10
    assert camera.frames > 10


def test_closing_ends_the_session_the_camera_and_the_threads(parts):
    """The session's row is closed, the camera is given back, no thread stays."""
    camera, tracker, writer, live = parts
    display = Display(DisplayKind.NONE, (480, 800))
    live.run(display, started_by_key(display), CountingShow(display, 5, tracker.go_on.set), lambda: "")
    assert any(isinstance(record, SessionEnded) for record in writer.records)
    assert not camera.is_open
    assert not [thread for thread in threading.enumerate() if thread.name in ("camera", "perception")]


def test_a_film_that_breaks_off_ends_everything_in_order_and_is_told(parts):
    """It is not opened again and again: the session is closed, the threads end, and the sentence comes out."""

    def broken(timeout_s):
        raise FilmBrokeOff("film.mp4 broke off after 9 of 30 frames; the rest could not be read.")

    camera, tracker, writer, live = parts
    tracker.go_on.set()
    camera.read = broken
    display = Display(DisplayKind.NONE, (480, 800))
    with pytest.raises(FilmBrokeOff, match="9 of 30"):
        live.run(display, started_by_key(display), CountingShow(display, 5, lambda: None), lambda: "")
    assert isinstance(writer.records[-1], SessionEnded)
    assert not camera.is_open
    assert not [thread for thread in threading.enumerate() if thread.name in ("camera", "perception")]


def test_what_cannot_be_stopped_does_not_begin(parts):
    """With the stop button down Start begins nothing; once it is let out it does."""
    _, tracker, writer, live = parts
    tracker.go_on.set()
    display = Display(DisplayKind.NONE, (480, 800))
    keyboard = KeyboardButtons()
    instants = [
        (KeyEvent("escape", KeyState.DOWN),),
        *((KeyEvent("return", state),) for state in (KeyState.DOWN, KeyState.UP)),
        (KeyEvent("escape", KeyState.UP),),
        *((KeyEvent("return", state),) for state in (KeyState.DOWN, KeyState.UP)),
    ]
    began = []
    display.key_events = lambda: (began.append(len(writer.records)), instants.pop(0) if instants else ())[1]
    live.run(
        display, Controls((keyboard,), keyboard, RecordedLed()), CountingShow(display, 3, lambda: None), lambda: ""
    )
    assert began[:4] == [0, 0, 0, 0], "nothing is kept while stop is down"
    assert any(isinstance(record, SessionEnded) for record in writer.records)


def test_a_key_is_a_button():
    """Down and up of a key become one short press in the words of the session."""
    display = Display(DisplayKind.NONE, (480, 800))
    controls = started_by_key(display)
    presses = [press for t in (1.0, 1.1, 1.2) for press in controls.presses(display, t)]
    assert [(press.button.value, press.kind.value) for press in presses] == [("select", "short")]


def test_a_window_that_is_shut_down_closes():
    """The answer on the right, and the loop comes to its end: in a window nobody else would end it."""
    light, sound = RecordedLed(), RecordedSound()
    household = Household(sound, light, PretendedPower())
    planning = AlwaysTheSame(of_film(["smile"], 1))
    kiosk = Kiosk(planning, ListWriter(), ListTrace(), light, sound, Clock().now, household=household)
    kiosk.session = kiosk.session.to(Scene.SHUT_DOWN, time.monotonic())
    display, keyboard = Display(DisplayKind.NONE, (480, 800)), KeyboardButtons()
    queue = [KeyEvent("right", KeyState.DOWN), KeyEvent("right", KeyState.UP)]
    display.key_events = lambda: (queue.pop(0),) if queue else ()
    live = LiveMirror(kiosk, EndlessCamera, HangingTracker, 15.0)
    show = CountingShow(display, 1, lambda: None)
    live.run(display, Controls((keyboard,), keyboard, light), show, lambda: "", ended=lambda: household.off)
    assert household.off
    assert not display.closed
