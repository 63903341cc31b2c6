"""What the mirror has in mind for today, seen from the kitchen table: the same brief, reckoned from the same log.

Pure: plan, chart and instant come in.
"""

from dataclasses import dataclass
from datetime import date

from mirror.therapy.brief import Brief
from mirror.therapy.briefing import brief
from mirror.therapy.chart import Chart
from mirror.therapy.day import day_of
from mirror.therapy.eye_guardian import EyeAdvice, eye_advice
from mirror.therapy.following import Following, plan_in_stage
from mirror.therapy.gate import Why
from mirror.therapy.timetable import Duty, Slot, slots_of
from mirror.therapy.when import When


@dataclass(frozen=True, slots=True)
class Outlook:
    """The day as plan and log have it."""

    day: date
    brief: Brief
    notice: str
    """About the plan; empty while one is in force."""
    planned: int
    """Practices that the plan asks for on this day."""
    ahead: tuple[Slot, ...]
    """Those of them that can still be done at their time."""
    eye: tuple[EyeAdvice, ...]
    """What the eye guardian has to say, on the day of an open eye and the day after."""
    eye_care_planned: bool

    @property
    def left(self) -> int:
        """Practices that are still asked for today."""
        return self.brief.today.short_left + self.brief.today.long_left

    @property
    def rests(self) -> bool:
        """Whether pain or tightness has ended the day's movement."""
        return any(lock.why in (Why.PAIN, Why.TIGHT) for _, lock in self.brief.locked)

    @property
    def unconfirmed(self) -> bool:
        """Whether the mirror waits for somebody's word that movement has come back."""
        return any(lock.why is Why.UNCONFIRMED for _, lock in self.brief.locked)


def outlook(following: Following, chart: Chart, when: When, side_known: bool) -> Outlook:
    """What there is to say of this instant's day.  ``side_known`` as in :func:`mirror.therapy.briefing.brief`."""
    day = day_of(when.wall)
    prepared = brief(following, chart, when, side_known)
    plan = following.plan if prepared.stage is None else plan_in_stage(following, prepared.stage, day)
    slots = slots_of(plan, day)
    watched = chart.watched(when)
    last = max((one.day for one in watched if one.day <= day), default=None)
    seen = last is not None and (day - last).days <= 1
    return Outlook(
        day=day,
        brief=prepared,
        notice=following.notice,
        planned=sum(slot.duty.is_practice for slot in slots),
        ahead=tuple(slot for slot in slots if slot.duty.is_practice and slot.until > when.wall.replace(tzinfo=None)),
        eye=eye_advice(watched, last, plan.eye_care) if seen and last is not None else (),
        eye_care_planned=any(slot.duty in (Duty.EYE_DAY, Duty.EYE_NIGHT) for slot in slots),
    )
