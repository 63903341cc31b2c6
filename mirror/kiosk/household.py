"""What somebody wants of the mirror as a thing in the house: how loud, how bright, and off."""

from collections.abc import Callable
from typing import Protocol

from hardware.power import Power, PretendedPower
from mirror.problem import Problem
from mirror.therapy.effects import Adjusted, FaultNoted, SwitchOff, Wish
from mirror.therapy.menu import Levels


class Loud(Protocol):
    """What can be made louder or softer."""

    def set_volume(self, volume: float) -> None: ...


class Bright(Protocol):
    """What can be made brighter or darker."""

    def set_brightness(self, setting: float) -> None: ...


def _keep_nothing(_levels: Levels) -> None:
    """For a mirror whose next start is another demonstration."""


class Household:
    """Carries out wishes.  What could not be done is told once, as a record for the log."""

    def __init__(
        self,
        speaker: Loud,
        light: Bright,
        power: Power | None = None,
        levels: Levels | None = None,
        keep: Callable[[Levels], None] = _keep_nothing,
    ) -> None:
        """``keep`` keeps levels for the next start, and raises Problem when it cannot."""
        self.levels = Levels() if levels is None else levels
        self._speaker = speaker
        self._light = light
        self._power: Power = PretendedPower() if power is None else power
        self._keep = keep
        self._told: str | None = None
        self._notes: list[FaultNoted] = []

    @property
    def stays_on(self) -> bool:
        """Whether the mirror was told to switch off and may not."""
        return self._power.refusal() is not None

    @property
    def off(self) -> bool:
        """Whether nothing is left but to end: where the mirror is a window, nobody else ends it."""
        return self._power.off

    def carry_out(self, wish: Wish) -> None:
        """Do it now; nothing here waits."""
        match wish:
            case Adjusted(levels=levels):
                self._adjust(levels)
            case SwitchOff():
                self._told = None
                self._power.switch_off()

    def notes(self) -> tuple[FaultNoted, ...]:
        """What could not be done since the last call."""
        refusal = self._power.refusal()
        if refusal is not None and refusal != self._told:
            self._notes.append(FaultNoted("power", f"The mirror could not be switched off ({refusal})."))
        self._told = refusal
        notes, self._notes = tuple(self._notes), []
        return notes

    def _adjust(self, levels: Levels) -> None:
        self.levels = levels
        self._speaker.set_volume(levels.volume)
        self._light.set_brightness(levels.light)
        try:
            self._keep(levels)
        except Problem as problem:
            # It holds until the mirror is switched off, which is what most people want of it just now.
            self._notes.append(FaultNoted("settings", str(problem)))
