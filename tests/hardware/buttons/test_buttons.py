"""Buttons on pins, on a keyboard and from a script."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from gpiozero import PinUnknownPi

from hardware.buttons.classifier import DEBOUNCE_S, STOP, TOUCHLESS, Level
from hardware.buttons.gpio import Active, GpioButtons, Wire
from hardware.buttons.keyboard import KEYS, KeyboardButtons
from hardware.buttons.panel import Source
from hardware.buttons.press import Button, Buttons, ButtonStuck, Press, PressKind
from hardware.pins import mock_factory, pi_factory
from hardware.problem import DeviceProblem

if TYPE_CHECKING:
    from tests.hardware.conftest import Clock

WIRES = (
    Wire(Source("left button", Button.BACK), 5),
    Wire(Source("middle button", Button.SELECT), 6),
    Wire(Source("right button", Button.NEXT), 13),
    Wire(Source("stop button", Button.STOP, STOP), 19),
)
LEFT, MIDDLE, RIGHT, _ = WIRES


@pytest.fixture
def factory() -> Iterator[Any]:
    pins = mock_factory()
    yield pins
    pins.reset()


@pytest.fixture
def buttons(factory: Any, clock: "Clock") -> Iterator[GpioButtons]:
    made = GpioButtons(WIRES, factory, clock)
    yield made
    made.close()


def test_a_pin_pulled_to_ground_is_a_press(buttons: Buttons, factory: Any, clock: "Clock") -> None:
    """Through real gpiozero: down, up, and one short press of that button."""
    factory.pin(6).drive_low()
    clock.now_s += 0.2
    factory.pin(6).drive_high()
    assert buttons.poll(clock()) == ()
    clock.now_s += 0.05
    assert buttons.poll(clock()) == (Press(Button.SELECT, PressKind.SHORT, 100.2),)
    assert buttons.poll(clock()) == ()


def test_edges_keep_their_own_time_while_the_loop_is_busy(buttons: Buttons, factory: Any, clock: "Clock") -> None:
    """A loop that comes round after five seconds still tells a long press from two short ones."""
    for pin, held_s in ((5, 1.5), (13, 0.2), (13, 0.2)):
        factory.pin(pin).drive_low()
        clock.now_s += held_s
        factory.pin(pin).drive_high()
        clock.now_s += 1.0
    events = buttons.poll(clock())
    assert [(event.button, event.kind) for event in events if isinstance(event, Press)] == [
        (Button.BACK, PressKind.LONG),
        (Button.NEXT, PressKind.SHORT),
        (Button.NEXT, PressKind.SHORT),
    ]


def test_a_long_press_needs_no_edge(buttons: Buttons, factory: Any, clock: "Clock") -> None:
    """It is told while the finger still rests there; a jammed button is told as such."""
    factory.pin(5).drive_low()
    clock.now_s += 1.01
    assert buttons.poll(clock()) == (Press(Button.BACK, PressKind.LONG, 101.0),)
    clock.now_s += 14.0
    assert buttons.poll(clock()) == (ButtonStuck("left button", 115.0),)


def test_stop_needs_no_letting_go(buttons: Buttons, factory: Any, clock: "Clock") -> None:
    """At the first look after the debounce, with the instant at which it was pressed; letting go says nothing."""
    factory.pin(19).drive_low()
    clock.now_s += DEBOUNCE_S + 0.001
    assert buttons.poll(clock()) == (Press(Button.STOP, PressKind.SHORT, 100.0),)
    clock.now_s += 3.0
    factory.pin(19).drive_high()
    clock.now_s += 1.0
    assert buttons.poll(clock()) == ()


def test_several_buttons_at_once_are_heard_each(buttons: Buttons, factory: Any, clock: "Clock") -> None:
    """A whole hand on the panel: stop first, then what was let go, in the order in which it happened."""
    for pin in (5, 6, 13, 19):
        factory.pin(pin).drive_low()
        clock.now_s += 0.01
    clock.now_s += 0.1
    for pin in (13, 5, 6, 19):
        factory.pin(pin).drive_high()
        clock.now_s += 0.01
    clock.now_s += 0.1
    events = buttons.poll(clock())
    assert [event.button for event in events if isinstance(event, Press)] == [
        Button.STOP,
        Button.NEXT,
        Button.BACK,
        Button.SELECT,
    ]


@pytest.mark.parametrize("active", Active)
def test_a_proximity_switch_may_pull_its_pin_either_way(active: Active, factory: Any, clock: "Clock") -> None:
    """Its rest is the other level, to which the Pi pulls the pin as well: unplugged, nobody is there."""
    switch = Wire(Source("middle button", Button.SELECT, TOUCHLESS), 6, active)
    pin = factory.pin(6)
    made = GpioButtons([switch], factory, clock)
    assert pin.pull == ("up" if active is Active.LOW else "down")
    there, away = (pin.drive_low, pin.drive_high) if active is Active.LOW else (pin.drive_high, pin.drive_low)
    there()
    clock.now_s += 0.6
    away()
    clock.now_s += 0.5
    assert [event.button for event in made.poll(clock()) if isinstance(event, Press)] == [Button.SELECT]
    made.close()


def test_a_chattering_pin_is_one_press(buttons: Buttons, factory: Any, clock: "Clock") -> None:
    """gpiozero's mock pins pass every bounce on, as worn contacts do."""
    pin = factory.pin(13)
    for _ in range(5):
        pin.drive_low()
        clock.now_s += 0.001
        pin.drive_high()
        clock.now_s += 0.001
    pin.drive_low()
    clock.now_s += 0.3
    pin.drive_high()
    clock.now_s += 0.1
    assert [event.button for event in buttons.poll(clock())] == [Button.NEXT]


def test_edges_from_another_thread_arrive(buttons: Buttons, factory: Any, clock: "Clock") -> None:
    """On the Pi callbacks come from gpiozero's own threads."""
    pressing = threading.Thread(target=factory.pin(5).drive_low)
    pressing.start()
    pressing.join(60.0)
    clock.now_s += 0.3
    factory.pin(5).drive_high()
    clock.now_s += 0.1
    assert [event.button for event in buttons.poll(clock())] == [Button.BACK]


def test_a_lost_edge_is_made_good_by_the_level(buttons: Buttons, factory: Any, clock: "Clock") -> None:
    """When the kernel drops an edge, the next look at the pin finds the button where it is."""
    pin = factory.pin(6)
    silent, pin.when_changed = pin.when_changed, None
    pin.drive_low()
    buttons.poll(clock())
    clock.now_s += 0.2
    pin.drive_high()
    buttons.poll(clock())
    clock.now_s += 0.1
    pin.when_changed = silent
    assert [event.button for event in buttons.poll(clock())] == [Button.SELECT]


def test_a_button_held_while_starting_is_not_obeyed(factory: Any, clock: "Clock") -> None:
    """The pin is down before anybody listens: letting go says nothing, the next press counts."""
    factory.pin(6).drive_low()
    # A pull-up would lift a mock pin again; this one is held by a finger.
    held = factory.pin(6)
    held._set_pull = lambda pull: setattr(held, "_pull", pull)
    made = GpioButtons([MIDDLE], factory, clock)
    clock.now_s += 0.3
    assert made.poll(clock()) == ()
    for step in (held.drive_high, held.drive_low, held.drive_high):
        clock.now_s += 0.3
        step()
    clock.now_s += 0.3
    assert len(made.poll(clock())) == 1
    made.close()


def test_closed_the_pins_are_free_again(factory: Any, clock: "Clock") -> None:
    """Closing twice is allowed, and the same pins can be taken anew."""
    for _ in range(2):
        made = GpioButtons(WIRES, factory, clock)
        made.close()
        made.close()


@pytest.mark.parametrize("wires", [(LEFT, Wire(RIGHT.source, 5)), (Wire(LEFT.source, 99),)])
def test_a_pin_that_cannot_be_had_is_a_sentence(wires: tuple[Wire, ...], factory: Any, clock: "Clock") -> None:
    """It names the button and the pin, and leaves no pin taken."""
    with pytest.raises(DeviceProblem, match=r"The (left|right) button cannot use GPIO (5|99)"):
        GpioButtons(wires, factory, clock)
    GpioButtons([LEFT], factory, clock).close()


def test_without_lgpio_the_pis_pins_are_a_sentence_and_no_other_backend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """gpiozero would try three more backends in silence; this says what to install."""
    monkeypatch.setitem(sys.modules, "lgpio", None)
    with pytest.raises(DeviceProblem, match="sudo apt install python3-lgpio"):
        pi_factory()


#: As much of lgpio as gpiozero needs to import it, on a machine whose chip does not open.
LGPIO_WITHOUT_CHIP = """
class error(Exception):
    pass
SET_PULL_NONE = SET_PULL_UP = SET_PULL_DOWN = BOTH_EDGES = RISING_EDGE = FALLING_EDGE = 0
def gpiochip_open(chip):
    raise error("can not open gpiochip")
"""


@pytest.fixture
def lgpio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "lgpio.py").write_text(LGPIO_WITHOUT_CHIP)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("LG_WD", str(tmp_path))
    for module in ("lgpio", "gpiozero.pins.lgpio"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    yield
    for module in ("lgpio", "gpiozero.pins.lgpio"):
        sys.modules.pop(module, None)


@pytest.mark.usefixtures("lgpio")
@pytest.mark.parametrize("revision", [None, "c04170"])
def test_a_chip_that_does_not_open_is_a_sentence(revision: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a Pi whose chip this user may not use, and on a machine that is no Pi at all."""
    found = no_pi if revision is None else lambda _factory: int(revision, 16)
    monkeypatch.setattr("gpiozero.pins.local.LocalPiFactory._get_revision", found)
    with pytest.raises(DeviceProblem, match=r"No GPIO chip can be used .*group gpio"):
        pi_factory()


def no_pi(_factory: Any) -> int:
    raise PinUnknownPi("unable to locate Pi revision in /proc/device-tree or /proc/cpuinfo")


@pytest.mark.usefixtures("lgpio")
def test_a_folder_lgpio_cannot_write_to_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Under systemd the working directory is /, where lgpio stops without a word about it."""
    monkeypatch.setenv("LG_WD", str(tmp_path / "missing"))
    with pytest.raises(DeviceProblem, match=r"missing is none.*LG_WD"):
        pi_factory()


def test_keys_stand_for_the_buttons() -> None:
    """Every button has a key; short and long presses are told as on pins."""
    assert set(KEYS.values()) == set(Button)
    keyboard = KeyboardButtons()
    keyboard.key("right", Level.DOWN, 1.0)
    keyboard.key("right", Level.UP, 1.1)
    keyboard.key("q", Level.DOWN, 1.1)
    keyboard.key("Return", Level.DOWN, 2.0)
    assert [(event.button, event.kind) for event in keyboard.poll(3.1) if isinstance(event, Press)] == [
        (Button.NEXT, PressKind.SHORT),
        (Button.SELECT, PressKind.LONG),
    ]


def test_the_stop_key_stops_when_it_goes_down() -> None:
    """As the button on the wall."""
    keyboard = KeyboardButtons()
    keyboard.key("escape", Level.DOWN, 1.0)
    assert keyboard.poll(1.0) == (Press(Button.STOP, PressKind.SHORT, 1.0),)
    keyboard.key("escape", Level.UP, 4.0)
    assert keyboard.poll(5.0) == ()


def test_a_key_that_repeats_itself_is_one_press() -> None:
    """Keyboards send a held key again and again."""
    keyboard = KeyboardButtons()
    for n in range(10):
        keyboard.key("left", Level.DOWN, 1.0 + n * 0.03)
    keyboard.key("left", Level.UP, 1.4)
    assert [event.button for event in keyboard.poll(2.0)] == [Button.BACK]


def test_two_keys_for_one_button_are_one_finger() -> None:
    """The button is down as long as either key is."""
    keyboard = KeyboardButtons()
    keyboard.key("space", Level.DOWN, 1.0)
    keyboard.key("return", Level.DOWN, 1.1)
    keyboard.key("space", Level.UP, 1.2)
    assert keyboard.poll(1.5) == ()
    keyboard.key("return", Level.UP, 1.6)
    assert [event.button for event in keyboard.poll(2.0)] == [Button.SELECT]


def test_a_window_that_loses_the_keyboard_lets_go() -> None:
    """A key released while another window listens is not held for ever."""
    keyboard = KeyboardButtons()
    keyboard.key("return", Level.DOWN, 1.0)
    keyboard.let_go(1.2)
    assert [event.button for event in keyboard.poll(2.0)] == [Button.SELECT]
    assert keyboard.poll(30.0) == ()


def test_a_tap_shorter_than_a_bounce_counts() -> None:
    """Both edges of a quick tap are often read in one look at the keyboard; keys do not bounce, so it is meant."""
    keyboard = KeyboardButtons()
    keyboard.key("return", Level.DOWN, 1.0)
    keyboard.key("return", Level.UP, 1.0)
    assert keyboard.poll(1.0) == (Press(Button.SELECT, PressKind.SHORT, 1.0),)
    for level in (Level.DOWN, Level.UP, Level.DOWN, Level.UP):
        keyboard.key("right", level, 2.0)
    assert [event.button for event in keyboard.poll(2.0)] == [Button.NEXT, Button.NEXT]
    assert keyboard.poll(9.0) == ()


def test_every_key_is_documented() -> None:
    """docs/buttons.md names the keys that stand for the buttons."""
    page = (Path(__file__).resolve().parents[3] / "docs" / "buttons.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"`{key}`" not in page] == []
