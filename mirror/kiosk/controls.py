"""Buttons and reminder light: the Pi's pins on the wall, the keyboard and no light in a window."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Final

from hardware.buttons.classifier import Level
from hardware.buttons.gpio import GpioButtons
from hardware.buttons.keyboard import KeyboardButtons
from hardware.buttons.press import Button as HardwareButton
from hardware.buttons.press import Buttons
from hardware.buttons.press import Press as HardwarePress
from hardware.led.gpio import ReminderLed
from hardware.led.light import Light
from hardware.led.recorded import RecordedLed
from hardware.pins import pi_factory
from mirror.screen.display import Display, DisplayKind
from mirror.settings import Settings
from mirror.therapy.press import Button, Press, PressKind

_WORDS: Final = {button: Button(button.value) for button in HardwareButton}


@dataclass(frozen=True, slots=True)
class Controls:
    """What a person presses, and the light that reminds them."""

    buttons: tuple[Buttons, ...]
    keyboard: KeyboardButtons
    light: Light

    def presses(self, display: Display, now_s: float) -> tuple[Press, ...]:
        """What was pressed since the last call, in the words of the session; a stuck button is not a press."""
        for key in display.key_events():
            self.keyboard.key(key.name, Level.DOWN if key.down else Level.UP, now_s)
        events = [event for source in self.buttons for event in source.poll(now_s)]
        return tuple(
            Press(_WORDS[event.button], PressKind(event.kind.value))
            for event in events
            if isinstance(event, HardwarePress)
        )


@contextmanager
def open_controls(kind: DisplayKind, settings: Settings, brightness: float) -> Iterator[Controls]:
    """The controls that belong to this kind of display, with a light so bright (0..1); given back at the end.

    On the console screen the pins must answer: a mirror on a wall without buttons would be a trap.
    """
    keyboard = KeyboardButtons()
    if kind is not DisplayKind.KMS:
        yield Controls((keyboard,), keyboard, RecordedLed(brightness))
        return
    with ExitStack() as stack:
        factory = pi_factory()
        pins = {
            HardwareButton.BACK: settings.pin_back,
            HardwareButton.SELECT: settings.pin_select,
            HardwareButton.NEXT: settings.pin_next,
            HardwareButton.STOP: settings.pin_stop,
        }
        buttons = stack.enter_context(closing(GpioButtons(pins, factory, monotonic)))
        light = stack.enter_context(closing(ReminderLed(settings.pin_light, factory, brightness)))
        yield Controls((buttons, keyboard), keyboard, light)
