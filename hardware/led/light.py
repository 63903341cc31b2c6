"""What every reminder light can do, and what it shows at an instant.  Pure but for the protocol."""

from dataclasses import dataclass, replace
from typing import Protocol

from hardware.led.pattern import Pattern, faded, lightness, power


class Light(Protocol):
    """The reminder light, whatever it is made of."""

    def show(self, pattern: Pattern) -> None:
        """What to say from the next ``tick`` on.  The same pattern again changes nothing."""

    def set_brightness(self, setting: float) -> None:
        """The person's setting from the next ``tick`` on, 0..1."""

    def tick(self, now_s: float) -> None:
        """Set the brightness for ``now_s``, monotonic seconds; call it at the display's rate."""

    def close(self) -> None:
        """Dark, and the device given back."""


@dataclass(frozen=True, slots=True)
class Glow:
    """A pattern under way, and the lightness it fades in from; ``since_s`` in monotonic seconds."""

    pattern: Pattern = Pattern.OFF
    since_s: float = 0.0
    from_lightness: float = 0.0

    def to(self, pattern: Pattern, now_s: float) -> "Glow":
        """The glow once ``pattern`` is wanted at ``now_s``.

        The new pattern begins, faded in from the present light.
        """
        if pattern is self.pattern:
            return self
        return replace(self, pattern=pattern, since_s=now_s, from_lightness=self.lightness(now_s))

    def lightness(self, now_s: float) -> float:
        """How bright it looks at ``now_s``, 0..1, before the person's setting."""
        since_s = max(now_s - self.since_s, 0.0)
        return faded(self.from_lightness, lightness(self.pattern, since_s), since_s)

    def power(self, now_s: float, setting: float) -> float:
        """The share of full power at ``now_s``, 0..1, under a ``setting`` of 0..1."""
        return power(self.lightness(now_s) * min(max(setting, 0.0), 1.0))
