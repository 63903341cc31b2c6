"""When the glass goes dark, what lights it again, and that nothing of it is kept."""

from datetime import time

import numpy as np
import pygame
import pytest

from hardware.buttons.keyboard import KeyboardButtons
from hardware.led.recorded import RecordedLed
from hardware.presence.presence import PretendedPresence
from mirror.diary.stamp import Clock
from mirror.kiosk.controls import Controls
from mirror.kiosk.live import LiveMirror
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.planning import AlwaysTheSame
from mirror.kiosk.waking import WOKEN_S, DarkTimes, Hours, Signs, Wakefulness, Waking, dark_times, step
from mirror.screen.display import Display, DisplayKind, KeyEvent, KeyState
from mirror.screen.painter import Painter
from mirror.screen.scenes import picture
from mirror.screen.sound import RecordedSound
from mirror.screen.theme import Motion
from mirror.settings import Settings
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import Scene
from mirror.therapy.unplanned import of_film
from tests.kiosk.rehearsing import ListTrace
from tests.kiosk.test_kiosk_story import ListWriter
from tests.screen.states import NOW_S, session_in, surroundings

NOON, NIGHT = time(12), time(23, 30)
ALONE = DarkTimes(alone_s=600.0)
AT_NIGHT = DarkTimes(hours=Hours(time(22), time(7)))


@pytest.mark.parametrize(
    ("hours", "within", "without"),
    [
        (Hours(time(22), time(7)), [time(22), time(23, 59), time(0), time(6, 59)], [time(7), time(12), time(21, 59)]),
        (Hours(time(13), time(15)), [time(13), time(14, 59)], [time(15), time(12, 59), time(0)]),
        (Hours(time(8), time(8)), [], [time(8), time(7, 59), time(0)]),
    ],
)
def test_hours_begin_with_their_first_minute_and_may_span_midnight(hours, within, without):
    """The end is the first minute of light; the same time twice is no time at all."""
    assert all(at in hours for at in within)
    assert not any(at in hours for at in without)


def after(seconds, times, signs=None, at=NOON, begun_s=0.0):
    """The glass so long after somebody was there."""
    return step(Waking(begun_s), times, Signs() if signs is None else signs, at, begun_s + seconds)


def test_without_a_sensor_and_without_hours_it_never_goes_dark():
    """Nobody could know whether somebody stands there."""
    assert not after(1e6, DarkTimes()).dark


def test_alone_it_goes_dark_after_its_minutes():
    """Not a second earlier; somebody who comes lights it, whatever they do."""
    assert not after(599.0, ALONE).dark
    assert after(600.0, ALONE).dark
    for sign in (Signs(pressed=True), Signs(present=True), Signs(busy=True)):
        assert step(Waking(0.0, dark=True), ALONE, sign, NOON, 900.0) == Waking(900.0)


def test_at_night_it_is_dark_but_for_a_minute_after_a_press():
    """And light again in the morning, without anybody doing anything."""
    assert not after(WOKEN_S - 1.0, AT_NIGHT, at=NIGHT).dark
    assert after(WOKEN_S, AT_NIGHT, at=NIGHT).dark
    assert not after(WOKEN_S, AT_NIGHT, at=NOON).dark


def test_a_practice_is_never_in_the_dark():
    """Whatever the hour, and however long nobody presses anything."""
    assert not after(7200.0, DarkTimes(600.0, AT_NIGHT.hours), Signs(busy=True), NIGHT).dark


def test_the_press_that_lights_the_glass_does_nothing_else():
    """The next one counts."""
    waking = Wakefulness(ALONE, lambda: NOON)
    start = (Press(Button.SELECT),)
    assert waking.hear((), present=False, busy=False, now_s=0.0) == ()
    waking.hear((), present=False, busy=False, now_s=600.0)
    assert waking.dark
    assert waking.hear(start, present=False, busy=False, now_s=601.0) == ()
    assert not waking.dark
    assert waking.hear(start, present=False, busy=False, now_s=602.0) == start


def test_the_settings_say_when():
    """Minutes alone count only where a sensor can tell; the hours always."""
    assert dark_times(Settings()) == DarkTimes()
    assert dark_times(Settings(pin_presence=4)) == DarkTimes(alone_s=600.0)
    assert dark_times(Settings(screen_off_from="22:00", screen_off_to="06:30")).hours == Hours(time(22), time(6, 30))


class Watched:
    """Draws nothing: notes what was dark, moves the clock and lets somebody come and go."""

    def __init__(self, display, presence, visits):
        self.display, self.presence, self.visits, self.seen = display, presence, list(visits), []

    def draw(self, _display, _kiosk, _sight, _notice, _now_s):
        self._next(dark=False)

    def go_dark(self, _display):
        self._next(dark=True)

    def _next(self, dark):
        self.seen.append(dark)
        if not self.visits:
            self.display.closed = True
            return
        self.presence.here = self.visits.pop(0)


def lived(visits, times):
    """A live mirror that somebody comes to and leaves, frame by frame: what was dark, and all that it has kept."""
    display, presence = Display(DisplayKind.NONE, (480, 800)), PretendedPresence()
    writer, trace = ListWriter(), ListTrace()
    kiosk = Kiosk(AlwaysTheSame(of_film(["smile"], 1)), writer, trace, RecordedLed(), RecordedSound(), Clock().now)
    live = LiveMirror(kiosk, lambda: None, lambda: None, 15.0, Wakefulness(times, lambda: NOON))
    show = Watched(display, presence, visits)
    live.run(display, Controls((), None, RecordedLed(), presence), show, lambda: "")
    return show.seen, writer.records, [{**event, "t": 0} for event in trace.events], kiosk


def test_somebody_lights_the_glass_and_nothing_of_it_is_kept():
    """In the log and in the trace it makes no difference whether anybody came."""
    seen, *kept, kiosk = lived([False] * 5 + [True] * 5 + [False] * 5, DarkTimes(alone_s=0.0))
    assert seen == [True] * 6 + [False] * 5 + [True] * 5
    assert kiosk.session.scene is Scene.IDLE
    nobody, *kept_of_nobody, _ = lived([False] * 15, DarkTimes(alone_s=0.0))
    assert set(nobody) == {True}
    assert kept == kept_of_nobody


def test_a_window_shows_black_and_then_the_whole_picture_again():
    """After the dark nothing of the picture is missing."""
    surface, painter = pygame.Surface((480, 800)), Painter((480, 800), Motion.REDUCED)
    shown = picture(session_in(Scene.IDLE), surroundings(), NOW_S)
    painter.draw(surface, shown, None, None, 0.0)
    before = pygame.surfarray.array3d(surface)
    assert painter.go_dark(surface) == (pygame.Rect(0, 0, 480, 800),)
    assert painter.go_dark(surface) == ()
    assert not pygame.surfarray.array3d(surface).any()
    painter.draw(surface, shown, None, None, 0.1)
    assert np.array_equal(pygame.surfarray.array3d(surface), before)


def test_a_key_in_the_dark_is_a_press_in_the_dark():
    """Through the display's own keys: the first lights, the second starts."""
    display, presence = Display(DisplayKind.NONE, (480, 800)), PretendedPresence()
    keyboard = KeyboardButtons()
    controls = Controls((keyboard,), keyboard, RecordedLed(), presence)
    waking = Wakefulness(ALONE, lambda: NOON)
    waking.hear((), present=False, busy=False, now_s=0.0)
    waking.hear((), present=False, busy=False, now_s=700.0)
    tap = (KeyEvent("return", KeyState.DOWN), KeyEvent("return", KeyState.UP))
    display.key_events = lambda: tap
    heard = [
        waking.hear(controls.presses(display, now_s), present=False, busy=False, now_s=now_s)
        for now_s in (701.0, 702.0)
    ]
    assert [len(presses) for presses in heard] == [0, 1]
