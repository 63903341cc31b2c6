"""What a plan makes due on a day, and from when to when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import pairwise
from typing import Final

from mirror.therapy.day import at_on
from mirror.therapy.plan import EyeCare, Plan, Reminders, Weekday

#: How long a practice stays due.
PRACTICE_WINDOW: Final = timedelta(hours=3)
NIGHT_WINDOW: Final = timedelta(hours=2)
#: Eye care by day: a light that is on all day long says nothing.
EYE_WINDOW: Final = timedelta(minutes=30)


class Duty(Enum):
    """Something that is due at times."""

    SHORT = "short practice"
    LONG = "long practice"
    EYE_DAY = "eye care"
    EYE_NIGHT = "eye care for the night"

    @property
    def is_practice(self) -> bool:
        return self in (Duty.SHORT, Duty.LONG)


@dataclass(frozen=True, slots=True)
class Slot:
    """One time at which something is due.  Times are the wall's, where the mirror hangs."""

    duty: Duty
    at: datetime
    until: datetime
    """From here on it is no longer asked for."""
    minutes: float = 0.0
    """Of practice."""


def slots_of(plan: Plan, day: date) -> tuple[Slot, ...]:
    """Everything due on ``day``, by time.  No slot reaches into the quiet hours, nor into the next of its kind."""
    slots = [slot for duty in Duty for slot in _of_duty(plan, day, duty)]
    return tuple(sorted(slots, key=lambda slot: slot.at))


def quiet_after(at: datetime, reminders: Reminders, day: date) -> datetime:
    """When, after ``at``, nothing is asked any more: at the quiet hours or at the day's end."""
    day_ends = at_on(day + timedelta(days=1), time(4))
    if reminders.quiet_from == reminders.quiet_until:
        return day_ends
    quiet = datetime.combine(at.date(), reminders.quiet_from)
    return min(day_ends, quiet if quiet > at else quiet + timedelta(days=1))


def _of_duty(plan: Plan, day: date, duty: Duty) -> Iterator[Slot]:
    times, window, minutes = _times(plan, day, duty)
    starts = sorted(at_on(day, clock) for clock in times)
    for at, following in pairwise([*starts, datetime.max]):
        yield Slot(duty, at, min(at + window, following, quiet_after(at, plan.reminders, day)), minutes)


def _times(plan: Plan, day: date, duty: Duty) -> tuple[list[time], timedelta, float]:
    """The times of a duty on ``day``, how long each stays due, and its minutes."""
    weekday, short, long, eye = Weekday.of(day), plan.short_practice, plan.long_practice, plan.eye_care
    match duty:
        case Duty.SHORT:
            return list(short.times) if weekday in short.days else [], PRACTICE_WINDOW, short.minutes
        case Duty.LONG if long is not None and weekday in long.days:
            return [long.time], PRACTICE_WINDOW, long.minutes
        case Duty.EYE_DAY if eye is not None:
            return list(_every(eye)), EYE_WINDOW, 0.0
        case Duty.EYE_NIGHT if eye is not None and eye.night is not None:
            return [eye.night], NIGHT_WINDOW, 0.0
    return [], PRACTICE_WINDOW, 0.0


def _every(eye: EyeCare) -> Iterator[time]:
    first, last = (timedelta(hours=clock.hour, minutes=clock.minute) for clock in (eye.first, eye.last))
    while first <= last:
        yield (datetime.min + first).time()
        first += timedelta(minutes=eye.every_min)
