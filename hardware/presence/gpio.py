"""A presence sensor on a pin: a PIR module, or a time-of-flight one with a switched output."""

from typing import Any

from hardware.pins import Factory, pin_errors
from hardware.problem import DeviceProblem


class GpioPresence:
    """High (3.3 V) means that somebody is there; the pin (BCM numbering) is pulled down, so a broken wire is nobody.

    The level is read when it is asked for: a PIR module keeps its output up for seconds, so no edge has to be caught.
    """

    def __init__(self, pin: int, factory: Factory) -> None:
        """``factory`` is gpiozero's pin factory, see ``hardware.pins``.

        Raises DeviceProblem when the pin does not exist or is taken.
        """
        from gpiozero import DigitalInputDevice

        try:
            self._device: Any = DigitalInputDevice(pin, pull_up=False, pin_factory=factory)
        except pin_errors() as error:
            raise DeviceProblem(
                f"The presence sensor cannot use GPIO {pin} ({error}). Give it a free pin, by its BCM number, 0 to 27."
            ) from error

    def present(self) -> bool:
        """See Presence."""
        return self._device is not None and bool(self._device.is_active)

    def close(self) -> None:
        """See Presence."""
        device, self._device = self._device, None
        if device is not None:
            device.close()
