"""What is due now, what later, what is done, and what was missed today.

A mirror on a wall may have no clock of its own: without a network its date is plausible but wrong, and it may jump by a
year when the true time arrives.  So a practice that may have been done today counts as done today (the dose is never
doubled), nothing is called missed while the clock is not known to be right, and no other day is ever looked back on.

Pure: clock, plan and what was done come in; nothing here knows the time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final

from mirror.therapy.day import day_of
from mirror.therapy.plan import Plan
from mirror.therapy.plan_rules import in_quiet
from mirror.therapy.timetable import Duty, Slot, quiet_after, slots_of

#: What was put off stays due at least so long once it is due again.
AFTER_SNOOZE: Final = timedelta(minutes=30)
#: Between two practices there is at least so much time before a missed one is offered again.
APART: Final = timedelta(hours=1)
#: Without a clock that is known to be right, a longer way from the last practice to today looks like a jump.
PLAUSIBLE: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clock on the wall shows."""

    wall: datetime
    """Local time, without a zone."""
    synchronised: bool
    """Whether it is known to be right."""

    @property
    def day(self) -> date:
        return day_of(self.wall)


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done, as the log has it."""

    duty: Duty
    at: datetime
    """Local time of the clock as it then was."""
    synchronised: bool
    """Whether that clock was known to be right."""
    ago_s: float
    """Seconds since, on the steady clock: exact if the mirror has not been switched off since, else the least it can
    have been."""
    same_start: bool
    """Whether the mirror has not been switched off since."""
    minutes: float = 0.0
    complete: bool = True
    """Whether it fills its place in the day; what was broken off early only uses up its minutes."""


@dataclass(frozen=True, slots=True)
class Snooze:
    """A reminder that was put off."""

    duty: Duty
    at: datetime
    """When it was put off."""


class Signal(Enum):
    """What the light and the idle screen say."""

    DUE_NOW = "due now"
    DUE_LATER = "due later"
    ALL_DONE = "all done"
    """Nothing more is asked today."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """The day as it stands."""

    day: date
    due_now: tuple[Slot, ...]
    later: tuple[Slot, ...]
    done: tuple[Slot, ...]
    missed: tuple[Slot, ...]
    """Of today, and of practice only; empty while the clock is not known to be right."""
    catch_up: Slot | None
    """The one missed practice that may be made up for now."""
    minutes_left: float
    """Of practice, today."""

    @property
    def signal(self) -> Signal:
        if self.due_now:
            return Signal.DUE_NOW
        return Signal.DUE_LATER if self.later or self.catch_up else Signal.ALL_DONE


def agenda(plan: Plan, clock: Clock, done: Iterable[Done], snoozes: Iterable[Snooze] = ()) -> Agenda:
    """The day's agenda.

    ``done`` may hold things of any day; ``snoozes`` those of today.
    """
    slots = slots_of(plan, clock.day)
    today = sorted((one for one in done if counts_today(one, clock)), key=lambda one: one.at)
    filled = _filled(slots, [one for one in today if one.complete], clock)
    put_off = sorted(snoozes, key=lambda one: one.at)
    open_ = [_snoozed(slot, plan, clock.day, put_off) for slot in slots if slot not in filled]
    due = tuple(slot for slot in open_ if slot.at <= clock.wall < slot.until)
    later = tuple(slot for slot in open_ if clock.wall < slot.at < slot.until)
    over = tuple(slot for slot in open_ if slot.duty.is_practice and slot not in due + later)
    planned_min = sum(slot.minutes for slot in slots)
    return Agenda(
        day=clock.day,
        due_now=due,
        later=later,
        done=tuple(slot for slot in slots if slot in filled),
        missed=over if clock.synchronised else (),
        catch_up=_catch_up(plan, clock, over, (*due, *later), filled),
        minutes_left=max(0.0, planned_min - sum(one.minutes for one in today if one.duty.is_practice)),
    )


def counts_today(done: Done, clock: Clock) -> bool:
    """Whether it was, or may have been, done today."""
    day = day_of(done.at)
    if done.synchronised and clock.synchronised and day <= clock.day:
        return day == clock.day
    if day_of(clock.wall - timedelta(seconds=done.ago_s)) < clock.day:
        return False  # even the least time since reaches into an earlier day
    if done.same_start or clock.synchronised:
        return True
    return not timedelta() < clock.day - day <= PLAUSIBLE


def _filled(slots: tuple[Slot, ...], today: list[Done], clock: Clock) -> dict[Slot, datetime | None]:
    """The slots that are done, and when; None where the hour is not known.

    Something done fills the latest slot that had begun, else the next one: who practises early has practised.
    """
    filled: dict[Slot, datetime | None] = {}
    for one in today:
        open_ = [slot for slot in slots if slot.duty is one.duty and slot not in filled]
        known = one.at if one.synchronised and clock.synchronised else None
        begun = [slot for slot in open_ if known is not None and slot.at <= known]
        if open_:
            filled[begun[-1] if begun else open_[0]] = known
    return filled


def _snoozed(slot: Slot, plan: Plan, day: date, snoozes: list[Snooze]) -> Slot:
    """The slot, put off as often as it was; never into the quiet hours."""
    latest = quiet_after(slot.at, plan.reminders, day)
    for one in snoozes:
        if one.duty is slot.duty and slot.at <= one.at < slot.until:
            at = one.at + timedelta(minutes=plan.reminders.snooze_min)
            slot = replace(slot, at=at, until=min(latest, max(slot.until, at + AFTER_SNOOZE)))
    return slot


def _catch_up(
    plan: Plan,
    clock: Clock,
    over: tuple[Slot, ...],
    ahead: tuple[Slot, ...],
    filled: dict[Slot, datetime | None],
) -> Slot | None:
    """The latest missed practice, once a day and well apart from the others; it is never asked for, only offered."""
    times = [at for slot, at in filled.items() if slot.duty.is_practice and at is not None]
    used = any(at >= slot.until for slot, at in filled.items() if slot.duty.is_practice and at is not None)
    near = any(slot.duty.is_practice and slot.at - clock.wall < APART for slot in ahead)
    just_done = any(clock.wall - at < APART for at in times)
    if not over or used or near or just_done or in_quiet(clock.wall.time(), plan.reminders):
        return None
    return replace(over[-1], at=clock.wall, until=quiet_after(clock.wall, plan.reminders, clock.day))
