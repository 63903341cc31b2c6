"""From the edge on a pin to the scene on the glass, counted in frames of the display, in simulated time."""

import pytest

from hardware.buttons.classifier import DEBOUNCE_S
from hardware.buttons.gpio import GpioButtons
from hardware.buttons.keyboard import KeyboardButtons
from hardware.led.recorded import RecordedLed
from hardware.pins import mock_factory
from hardware.presence.gpio import GpioPresence
from hardware.problem import DeviceProblem
from mirror.diary.stamp import Clock
from mirror.kiosk.controls import STUCK_SAID_S, Controls, open_controls, wires_of
from mirror.kiosk.live import DISPLAY_HZ
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.planning import AlwaysTheSame
from mirror.kiosk.sight import Sight
from mirror.screen import words
from mirror.screen.display import Display, DisplayKind
from mirror.screen.sound import RecordedSound
from mirror.settings import Settings
from mirror.therapy.effects import FaultNoted
from mirror.therapy.press import Button, Press, PressKind
from mirror.therapy.scene import Scene
from mirror.therapy.unplanned import of_film
from tests.kiosk.rehearsing import ListTrace
from tests.kiosk.test_kiosk_story import ListWriter

SETTINGS = Settings(pin_foot=5)


class Wall:
    """A mirror on a wall whose time goes on frame by frame, as in ``LiveMirror.run``: press, step, draw."""

    def __init__(self, settings=SETTINGS):
        self.now_s, self.settings = 100.0, settings
        self.factory = mock_factory()
        self.buttons = GpioButtons(wires_of(settings), self.factory, lambda: self.now_s)
        self.display = Display(DisplayKind.NONE, (480, 800))
        self.keyboard = KeyboardButtons()
        self.controls = Controls((self.buttons, self.keyboard), self.keyboard, RecordedLed())
        self.writer = ListWriter()
        self.kiosk = Kiosk(
            AlwaysTheSame(of_film(["smile"], 1)), self.writer, ListTrace(), RecordedLed(), RecordedSound(), Clock().now
        )
        self.drawn = []
        self.pressed = []

    def frame(self):
        """One frame: what is drawn is the scene after everything that was heard."""
        presses = self.controls.presses(self.display, self.now_s)
        for fault in self.controls.faults():
            self.kiosk.note(fault, self.now_s)
        self.kiosk.tick(self.now_s, Sight(), presses)
        self.pressed += presses
        self.drawn.append((self.now_s, self.kiosk.session.scene))

    def pass_s(self, seconds):
        end_s = self.now_s + seconds
        while (next_s := self.drawn[-1][0] + 1 / DISPLAY_HZ if self.drawn else self.now_s) <= end_s:
            self.now_s = next_s
            self.frame()
        self.now_s = end_s

    def down(self, pin):
        self.factory.pin(pin).drive_low()

    def up(self, pin):
        self.factory.pin(pin).drive_high()

    def first(self, scene):
        return next(t_s for t_s, drawn in self.drawn if drawn is scene)


#: Where within a frame the edge falls.
PARTS = [n / 10 for n in range(10)]


@pytest.mark.parametrize("part", PARTS)
def test_a_press_is_on_the_glass_within_a_frame_and_its_debounce(part):
    """Wherever within a frame it is let go: the scene is drawn at the first frame after the debounce."""
    wall = Wall()
    wall.pass_s(1.0 + part / DISPLAY_HZ)
    wall.down(wall.settings.pin_select)
    wall.pass_s(0.2)
    wall.up(wall.settings.pin_select)
    edge_s = wall.now_s
    wall.pass_s(0.5)
    assert wall.first(Scene.WELCOME) - edge_s <= DEBOUNCE_S + 1 / DISPLAY_HZ + 1e-9


@pytest.mark.parametrize("part", PARTS)
def test_stop_is_on_the_glass_within_a_frame_and_its_debounce_of_being_pressed(part):
    """While it is still held."""
    wall = Wall()
    wall.kiosk.session = wall.kiosk.session.to(Scene.CARD, wall.now_s)
    wall.pass_s(1.0 + part / DISPLAY_HZ)
    wall.down(wall.settings.pin_stop)
    edge_s = wall.now_s
    wall.pass_s(0.5)
    assert wall.first(Scene.IDLE) - edge_s <= DEBOUNCE_S + 1 / DISPLAY_HZ + 1e-9
    assert wall.pressed == [Press(Button.STOP)]


def test_a_foot_is_a_second_middle_button_without_a_long_press():
    """However long it rests there, it opens no menu; it starts, and it pauses."""
    wall = Wall()
    wall.pass_s(0.5)
    wall.down(5)
    wall.pass_s(3.0)
    wall.up(5)
    wall.pass_s(0.2)
    assert wall.pressed == [Press(Button.SELECT)]


def test_without_a_foot_switch_its_pin_is_not_touched():
    """Four wires and no more."""
    assert len(wires_of(Settings())) == 4


def test_touchless_switches_wait_for_a_hand_that_stays_and_stop_does_not():
    """A hand on its way to the tap is no step; stop is a push button all the same."""
    wall = Wall(Settings(buttons="touchless"))
    wall.pass_s(0.5)
    for there_s in (0.2, 0.6):
        wall.down(wall.settings.pin_next)
        wall.pass_s(there_s)
        wall.up(wall.settings.pin_next)
        wall.pass_s(1.0)
    assert wall.pressed == [Press(Button.NEXT)]
    wall.down(wall.settings.pin_stop)
    wall.pass_s(0.1)
    assert wall.pressed[-1] == Press(Button.STOP)


def test_a_stuck_button_is_noted_and_said_once_and_presses_nothing_more():
    """A wet button: its long press at the first second, then a record and a kind sentence, then silence."""
    wall = Wall()
    wall.pass_s(0.5)
    wall.down(wall.settings.pin_next)
    wall.pass_s(16.0)
    assert wall.controls.notice(wall.now_s) == words.STUCK_RIGHT
    wall.pass_s(STUCK_SAID_S)
    wall.up(wall.settings.pin_next)
    wall.pass_s(1.0)
    assert wall.controls.notice(wall.now_s) == ""
    assert wall.pressed == [Press(Button.NEXT, PressKind.LONG)]
    sentence = "The right button has been down for 15 seconds: it may be jammed, wet or shorted."
    assert wall.writer.records == [FaultNoted("button", sentence)]


def test_the_controls_of_a_wall_are_on_the_pins_of_the_settings():
    """Buttons, pedal, light and sensor, taken while it runs and given back afterwards; nothing else is touched."""
    factory = mock_factory()
    settings = Settings(pin_foot=5, pin_presence=4)

    def free(pin):
        try:
            GpioPresence(pin, factory).close()
        except DeviceProblem:
            return False
        return True

    with open_controls(DisplayKind.KMS, settings, 0.5, factory) as controls:
        assert [pin for pin in range(4, 28) if not free(pin)] == [4, 5, 17, 18, 22, 23, 27]
        factory.pin(4).drive_high()
        assert controls.presence.present()
    assert all(free(pin) for pin in range(4, 28))
