"""Buttons, reminder light and presence: the Pi's pins on the wall, the keyboard and no light in a window."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from hardware.buttons.classifier import FOOT, PUSH, STOP, STUCK_S, TOUCHLESS, Level
from hardware.buttons.gpio import Active, GpioButtons, Wire
from hardware.buttons.keyboard import KeyboardButtons
from hardware.buttons.panel import Source
from hardware.buttons.press import Button as HardwareButton
from hardware.buttons.press import Buttons, ButtonStuck
from hardware.buttons.press import Press as HardwarePress
from hardware.led.gpio import ReminderLed
from hardware.led.light import Light
from hardware.led.recorded import RecordedLed
from hardware.pins import Factory, factory_here
from hardware.presence.gpio import GpioPresence
from hardware.presence.presence import Presence, PretendedPresence
from hardware.pretended import Pretended
from mirror.screen import words
from mirror.screen.display import Display, DisplayKind
from mirror.settings import Settings
from mirror.therapy.effects import FaultNoted
from mirror.therapy.press import Button, Press, PressKind

_WORDS: Final = {button: Button(button.value) for button in HardwareButton}
#: What the stop button is called.  One beside a stimulator latches: that it stays down is no fault of it, and is said
#: for as long as it does.
STOP_BUTTON: Final = "stop button"
#: What each other source of presses is called, and what is said on the screen when it is stuck.
_STUCK: Final = {
    "left button": words.STUCK_LEFT,
    "middle button": words.STUCK_MIDDLE,
    "right button": words.STUCK_RIGHT,
    "foot switch": words.STUCK_FOOT,
}
#: How long that stays on the screen: long enough to be read twice, and then it has been said.
STUCK_SAID_S: Final = 30.0


@dataclass(slots=True)
class Controls:
    """What a person presses, the light that reminds them, and whether they are there."""

    buttons: tuple[Buttons, ...]
    keyboard: KeyboardButtons
    light: Light
    presence: Presence = field(default_factory=PretendedPresence)
    _stuck: list[ButtonStuck] = field(default_factory=list)
    _notice: str = ""
    _notice_s: float = 0.0

    def presses(self, display: Display, now_s: float) -> tuple[Press, ...]:
        """What was pressed since the last call, in the words of the session; a stuck button is not a press."""
        for key in display.key_events():
            self.keyboard.key(key.name, Level.DOWN if key.down else Level.UP, now_s)
        events = [event for source in self.buttons for event in source.poll(now_s)]
        for stuck in (event for event in events if isinstance(event, ButtonStuck) and event.name != STOP_BUTTON):
            self._stuck.append(stuck)
            self._notice, self._notice_s = _STUCK.get(stuck.name, words.STUCK_KEY), now_s
        return tuple(
            Press(_WORDS[event.button], PressKind(event.kind.value))
            for event in events
            if isinstance(event, HardwarePress)
        )

    @property
    def stop_down(self) -> bool:
        """Whether the stop button is pressed, or latched: it can say nothing more until it is let out."""
        return any(source.down(HardwareButton.STOP) for source in self.buttons)

    def faults(self) -> tuple[FaultNoted, ...]:
        """What has turned out to be stuck since the last call, for the log."""
        stuck, self._stuck = tuple(self._stuck), []
        return tuple(
            FaultNoted(
                "button", f"The {one.name} has been down for {STUCK_S:.0f} seconds: it may be jammed, wet or shorted."
            )
            for one in stuck
        )

    def notice(self, now_s: float) -> str:
        """What must be said about them on the screen; empty most of the time."""
        if self.stop_down:
            return words.STOP_DOWN
        return self._notice if now_s - self._notice_s < STUCK_SAID_S else ""


def wires_of(settings: Settings) -> tuple[Wire, ...]:
    """Everything that can be pressed on the wall.

    Stop is a push button also where the others are touchless: it must be found without looking, and must not be
    pressed by a towel or missed for a drop of water.
    """
    touchless = settings.buttons == "touchless"
    manner = TOUCHLESS if touchless else PUSH
    active = Active(settings.touchless_active) if touchless else Active.LOW
    left, middle, right, foot = _STUCK
    wires = [
        Wire(Source(left, HardwareButton.BACK, manner), settings.pin_back, active),
        Wire(Source(middle, HardwareButton.SELECT, manner), settings.pin_select, active),
        Wire(Source(right, HardwareButton.NEXT, manner), settings.pin_next, active),
        Wire(Source(STOP_BUTTON, HardwareButton.STOP, STOP), settings.pin_stop),
    ]
    if settings.pin_foot is not None:
        wires.append(Wire(Source(foot, HardwareButton.SELECT, FOOT), settings.pin_foot))
    return tuple(wires)


@contextmanager
def open_controls(
    kind: DisplayKind, settings: Settings, brightness: float, factory: Factory | None = None
) -> Iterator[Controls]:
    """The controls that belong to this kind of display, with a light so bright (0..1); given back at the end.

    On the console screen the pins must answer: a mirror on a wall without buttons would be a trap.  ``factory`` is
    gpiozero's pin factory, by default the Pi's.
    """
    keyboard = KeyboardButtons()
    if kind is not DisplayKind.KMS:
        yield Controls((keyboard,), keyboard, RecordedLed(brightness))
        return
    with ExitStack() as stack:
        factory = factory_here(Pretended.of().pins) if factory is None else factory
        buttons = stack.enter_context(closing(GpioButtons(wires_of(settings), factory, monotonic)))
        light = stack.enter_context(closing(ReminderLed(settings.pin_light, factory, brightness)))
        presence: Presence = PretendedPresence()
        if settings.pin_presence is not None:
            presence = stack.enter_context(closing(GpioPresence(settings.pin_presence, factory)))
        yield Controls((buttons, keyboard), keyboard, light, presence)
