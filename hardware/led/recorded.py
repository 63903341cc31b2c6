"""A light that remembers what it showed, where there is no LED."""

from hardware.led.light import Glow
from hardware.led.pattern import Pattern


class RecordedLed:
    """``shown`` has each change of pattern with the instant of the first ``tick`` after it.

    ``power`` is the present share.
    """

    def __init__(self, setting: float = 1.0) -> None:
        self.shown: list[tuple[float, Pattern]] = []
        self.power = 0.0
        self._setting = setting
        self._wanted = Pattern.OFF
        self._glow = Glow()

    def show(self, pattern: Pattern) -> None:
        """See Light."""
        self._wanted = pattern

    def set_brightness(self, setting: float) -> None:
        """See Light."""
        self._setting = setting

    def tick(self, now_s: float) -> None:
        """See Light."""
        if self._wanted is not self._glow.pattern:
            self.shown.append((now_s, self._wanted))
        self._glow = self._glow.to(self._wanted, now_s)
        self.power = self._glow.power(now_s, self._setting)

    def close(self) -> None:
        """See Light."""
        self.power = 0.0
