"""Contacts on pins: buttons and pedals to ground, proximity switches, with the Pi's own pull resistors."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from queue import Empty, SimpleQueue
from typing import Any

from hardware.buttons.classifier import Level
from hardware.buttons.panel import Panel, Source
from hardware.buttons.press import Button, ButtonEvent
from hardware.pins import Factory, pin_errors
from hardware.problem import DeviceProblem


class Active(Enum):
    """Which voltage on a pin means that something is pressed."""

    LOW = "low"
    """A contact to ground, or an open collector: the pin is pulled up."""
    HIGH = "high"
    """An output that drives 3.3 V: the pin is pulled down."""


@dataclass(frozen=True, slots=True)
class Wire:
    """One source of presses on a pin (BCM numbering)."""

    source: Source
    pin: int
    active: Active = Active.LOW


class GpioButtons:
    """Everything that can be pressed, on pins.

    gpiozero calls back on threads of its own; there the edge and its instant are only put in a queue.
    Everything else happens in ``poll``, on the caller's thread.
    """

    def __init__(self, wires: Iterable[Wire], factory: Factory, clock: Callable[[], float]) -> None:
        """``factory`` is gpiozero's pin factory, see ``hardware.pins``; ``clock`` gives monotonic seconds.

        Raises DeviceProblem when two wires share a pin, or a pin does not exist or is taken.
        """
        wires = tuple(wires)
        self._clock = clock
        self._edges: SimpleQueue[tuple[Source, Level, float]] = SimpleQueue()
        self._panel = Panel(wire.source for wire in wires)
        self._inputs: dict[Source, Any] = {}
        for wire in wires:
            try:
                self._inputs[wire.source] = self._input(wire, factory)
            except pin_errors() as error:
                self.close()
                raise DeviceProblem(
                    f"The {wire.source.name} cannot use GPIO {wire.pin} ({error}). "
                    "Give each button a free pin of its own, by its BCM number, 0 to 27."
                ) from error
        for source, device in self._inputs.items():
            self._panel.begin(source, _level(device), clock())

    def poll(self, now_s: float) -> tuple[ButtonEvent, ...]:
        """What happened since the last call, in order."""
        self._drain()
        # An edge can be lost (gpiozero issue 550); the level cannot.  The classifier ignores a level it
        # knows.
        for source, device in self._inputs.items():
            self._panel.feed(source, _level(device), now_s)
        return self._panel.take(now_s)

    def down(self, button: Button) -> bool:
        """See Buttons."""
        return self._panel.down(button)

    def close(self) -> None:
        """Give the pins back."""
        inputs, self._inputs = self._inputs, {}
        for device in inputs.values():
            device.close()

    def _input(self, wire: Wire, factory: Factory) -> Any:
        from gpiozero import DigitalInputDevice

        device = DigitalInputDevice(wire.pin, pull_up=wire.active is Active.LOW, pin_factory=factory)
        device.when_activated = lambda: self._edges.put((wire.source, Level.DOWN, self._clock()))
        device.when_deactivated = lambda: self._edges.put((wire.source, Level.UP, self._clock()))
        return device

    def _drain(self) -> None:
        while True:
            try:
                source, level, t_s = self._edges.get_nowait()
            except Empty:
                return
            self._panel.feed(source, level, t_s)


def _level(device: Any) -> Level:
    return Level.DOWN if device.is_active else Level.UP
