"""The light under the mirror: an LED with its resistor between a pin and ground."""

from typing import Any

from hardware.led.light import Glow
from hardware.led.pattern import Pattern
from hardware.pins import Factory, pin_errors
from hardware.problem import DeviceProblem


class ReminderLed:
    """An LED on a pin (BCM numbering), dimmed by gpiozero's software PWM at its customary 100 Hz.

    Its duty goes in whole per cent, which is all that gpiozero passes on to lgpio.  Active high: an
    active-low pin would flash when it is claimed.
    """

    def __init__(self, pin: int, factory: Factory, setting: float = 1.0) -> None:
        """``factory`` is gpiozero's pin factory, see ``hardware.pins``; ``setting`` a brightness of 0..1.

        Raises DeviceProblem when the pin does not exist or is taken.
        """
        from gpiozero import PWMLED

        self._setting = setting
        self._wanted = Pattern.OFF
        self._glow = Glow()
        self._duty_percent = 0
        try:
            self._led: Any = PWMLED(pin, pin_factory=factory)
        except pin_errors() as error:
            raise DeviceProblem(
                f"The reminder light cannot use GPIO {pin} ({error}). Give it a free pin, by its BCM number, 0 to 27."
            ) from error

    def show(self, pattern: Pattern) -> None:
        """See Light."""
        self._wanted = pattern

    def set_brightness(self, setting: float) -> None:
        """See Light."""
        self._setting = setting

    def tick(self, now_s: float) -> None:
        """See Light."""
        if self._led is None:
            return
        self._glow = self._glow.to(self._wanted, now_s)
        duty_percent = round(100.0 * self._glow.power(now_s, self._setting))
        if duty_percent != self._duty_percent:
            self._duty_percent = duty_percent
            # gpiozero's lgpio pins cut hundredths off: without the grain 0.29 would arrive as 28 %.
            self._led.value = min(duty_percent / 100.0 + 1e-6, 1.0)

    def close(self) -> None:
        """See Light."""
        led, self._led = self._led, None
        if led is not None:
            led.off()
            led.close()
