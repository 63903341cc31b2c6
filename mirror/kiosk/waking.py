"""When the glass goes dark, and what lights it again.  Pure but for the shell at the end.

Whether somebody is there is asked for this alone: it is in no log, no trace and no picture.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time
from typing import Final

from mirror.settings import Settings
from mirror.therapy.press import Press

#: In the hours in which the glass is dark, a press or a person lights it for so long.
WOKEN_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of every day on the clock on the wall, from its beginning to just before its end; it may span midnight."""

    begin: time
    end: time

    def __contains__(self, at: time) -> bool:
        if self.begin <= self.end:
            return self.begin <= at < self.end
        return at >= self.begin or at < self.end


@dataclass(frozen=True, slots=True)
class DarkTimes:
    """When an idle glass goes dark; without either it never does."""

    alone_s: float | None = None
    """After so long without anybody; None where nothing can tell."""
    hours: Hours | None = None
    """In these hours."""

    def patience_s(self, at: time) -> float | None:
        """How long the glass stays lit after the last sign of a person; None: for ever."""
        if self.hours is not None and at in self.hours:
            return WOKEN_S
        return self.alone_s


def dark_times(settings: Settings) -> DarkTimes:
    """Those of the settings.  Without a sensor nobody knows whether somebody is there, so only the hours count."""
    begin, end = settings.screen_off_from, settings.screen_off_to
    hours = None if begin is None or end is None else Hours(time.fromisoformat(begin), time.fromisoformat(end))
    return DarkTimes(None if settings.pin_presence is None else settings.screen_off_min * 60.0, hours)


@dataclass(frozen=True, slots=True)
class Waking:
    """Since when nobody has given a sign, in monotonic seconds, and whether the glass is dark for it."""

    sign_s: float
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """What there is of a person at one instant."""

    pressed: bool = False
    present: bool = False
    busy: bool = False
    """Whether the mirror is doing anything but idle."""

    @property
    def any(self) -> bool:
        return self.pressed or self.present or self.busy


def step(waking: Waking, times: DarkTimes, signs: Signs, at: time, now_s: float) -> Waking:
    """One instant later; ``at`` is the time on the wall."""
    if signs.any:
        return Waking(now_s)
    patience_s = times.patience_s(at)
    return replace(waking, dark=patience_s is not None and now_s - waking.sign_s >= patience_s)


class Wakefulness:
    """The shell: remembers, and keeps from the session the press that only lit the glass."""

    def __init__(self, times: DarkTimes, wall: Callable[[], time]) -> None:
        """``wall`` gives the time on the wall."""
        self._times = times
        self._wall = wall
        self._waking: Waking | None = None

    @property
    def dark(self) -> bool:
        """Whether nothing is to be shown."""
        return self._waking is not None and self._waking.dark

    def hear(self, presses: tuple[Press, ...], *, present: bool, busy: bool, now_s: float) -> tuple[Press, ...]:
        """What was pressed for the session: nothing of what was pressed into the dark."""
        was_dark = self.dark
        waking = Waking(now_s) if self._waking is None else self._waking
        self._waking = step(waking, self._times, Signs(bool(presses), present, busy), self._wall(), now_s)
        return () if was_dark else presses
