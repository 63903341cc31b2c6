"""The one output: edges while permitted, low otherwise.

Edges and not a level, because a Raspberry Pi keeps an output as it was when its process dies (raspberrypi/linux issue
6117): only edges that stop coming are safe.  An external retriggerable monostable turns them into the enable signal.
Inputs of stimulators that toggle at an edge are not supported at all: one lost edge would leave them on.
"""

from collections.abc import Callable
from typing import Any, Final, Protocol

from hardware.pins import Factory, pin_errors
from hardware.problem import DeviceProblem

#: These pins are pulled down from power-up on until a program claims them (BCM2711 peripherals, GPIO pulls); 0 to 8 up.
LINE_PINS: Final = range(9, 28)


class Line(Protocol):
    """Where the edges go."""

    def half_wave(self) -> None:
        """The level changes once."""

    def off(self) -> None:
        """Low.  May be called at any time and as often as wanted."""

    def close(self) -> None:
        """Low, and the device given back."""


class GpioLine:
    """A pin (BCM numbering), active high: an active-low one is driven for an instant when gpiozero claims it."""

    def __init__(self, pin: int, factory: Factory) -> None:
        """``factory`` is gpiozero's pin factory, see ``hardware.pins``.

        Raises DeviceProblem for a pin that is pulled up at power-up, does not exist or is taken.
        """
        from gpiozero import DigitalOutputDevice

        if pin not in LINE_PINS:
            raise DeviceProblem(
                f"The stimulator's line cannot be GPIO {pin}, which may be high before a program runs; "
                f"allowed is {LINE_PINS.start} to {LINE_PINS[-1]}."
            )
        try:
            self._pin: Any = DigitalOutputDevice(pin, active_high=True, initial_value=False, pin_factory=factory)
        except pin_errors() as error:
            raise DeviceProblem(
                f"The stimulator's line cannot use GPIO {pin} ({error}). Give it a free pin, by its BCM number."
            ) from error

    def half_wave(self) -> None:
        """See Line."""
        self._pin.toggle()

    def off(self) -> None:
        """See Line."""
        self._pin.off()

    def close(self) -> None:
        """See Line."""
        self._pin.off()
        self._pin.close()


class RecordedLine:
    """A line that goes nowhere and remembers: ``edges`` has each change of level with its instant."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """``clock`` gives monotonic seconds."""
        self.edges: list[tuple[float, bool]] = []
        self.high = False
        self._clock = clock

    def half_wave(self) -> None:
        """See Line."""
        self._to(not self.high)

    def off(self) -> None:
        """See Line."""
        if self.high:
            self._to(False)

    def close(self) -> None:
        """See Line."""
        self.off()

    def _to(self, high: bool) -> None:
        self.high = high
        self.edges.append((self._clock(), high))
