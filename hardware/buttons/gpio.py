"""Buttons between a pin and ground, with the Pi's own pull-up."""

from collections.abc import Callable, Mapping
from queue import Empty, SimpleQueue
from typing import Any

from hardware.buttons.classifier import Level
from hardware.buttons.panel import Panel
from hardware.buttons.press import Button, ButtonEvent
from hardware.pins import Factory, pin_errors
from hardware.problem import DeviceProblem


class GpioButtons:
    """Each button joins its pin (BCM numbering) to ground when pressed.

    gpiozero calls back on threads of its own; there the edge and its instant are only put in a queue.
    Everything else happens in ``poll``, on the caller's thread.
    """

    def __init__(self, pins: Mapping[Button, int], factory: Factory, clock: Callable[[], float]) -> None:
        """``factory`` is gpiozero's pin factory, see ``hardware.pins``; ``clock`` gives monotonic seconds.

        Raises DeviceProblem when two buttons share a pin, or a pin does not exist or is taken.
        """
        self._clock = clock
        self._edges: SimpleQueue[tuple[Button, Level, float]] = SimpleQueue()
        self._panel = Panel(pins)
        self._inputs: dict[Button, Any] = {}
        try:
            for button, pin in pins.items():
                self._inputs[button] = self._input(button, pin, factory)
        except pin_errors() as error:
            self.close()
            raise DeviceProblem(
                f"The button {button.value} cannot use GPIO {pin} ({error}). "
                "Give each button a free pin of its own, by its BCM number, 0 to 27."
            ) from error
        for button, device in self._inputs.items():
            self._panel.begin(button, _level(device), clock())

    def poll(self, now_s: float) -> tuple[ButtonEvent, ...]:
        """What happened since the last call, in order."""
        self._drain()
        # An edge can be lost (gpiozero issue 550); the level cannot.  The classifier ignores a level it
        # knows.
        for button, device in self._inputs.items():
            self._panel.feed(button, _level(device), now_s)
        return self._panel.take(now_s)

    def close(self) -> None:
        """Give the pins back."""
        inputs, self._inputs = self._inputs, {}
        for device in inputs.values():
            device.close()

    def _input(self, button: Button, pin: int, factory: Factory) -> Any:
        from gpiozero import DigitalInputDevice

        device = DigitalInputDevice(pin, pull_up=True, pin_factory=factory)
        device.when_activated = lambda: self._edges.put((button, Level.DOWN, self._clock()))
        device.when_deactivated = lambda: self._edges.put((button, Level.UP, self._clock()))
        return device

    def _drain(self) -> None:
        while True:
            try:
                button, level, t_s = self._edges.get_nowait()
            except Empty:
                return
            self._panel.feed(button, level, t_s)


def _level(device: Any) -> Level:
    return Level.DOWN if device.is_active else Level.UP
