"""A plan in plain language: what ``mirror plan show`` prints."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from mirror.therapy.catalogue import catalogue, routines
from mirror.therapy.plan import EVERY_DAY, Plan, PlannedExercise, PlannedRoutine, Stimulation, Weekday
from mirror.therapy.rota import dose, effort, routine_s
from mirror.therapy.stage import Stage

STAGES: Final = {
    Stage.FLACCID: "Before movement has returned: care, massage and imagery, nothing active.",
    Stage.PARETIC: "First small movements: few, slow and small, the same on both sides.",
    Stage.SYNKINETIC: "Movements join in: release first, and small movements that stop when the other joins.",
    Stage.AFTERCARE: "Keeping what has come back: a little every day, then less often.",
}


def plan_as_text(plan: Plan) -> str:
    """The plan, sentence by sentence."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    by = f"by {plan.prescriber.strip()}" if plan.prescribed else "no therapist has signed it"
    yield f"Plan, revision {plan.revision}, written on {long_date(plan.written_on)}, {by}."
    yield f"It holds until {long_date(plan.valid_until)}."
    since = f", since {long_date(plan.onset)}" if plan.onset else ""
    yield f"The {plan.affected_side.value} side moves less{since}."
    yield f"Stage: {plan.stage.value}. {STAGES[plan.stage]}"
    yield f"The face is shown as: {_list(view.value for view in plan.views)}."
    yield ""
    yield "When"
    short, long = plan.short_practice, plan.long_practice
    times = _list(f"{clock:%H:%M}" for clock in short.times)
    yield f"  Short practice, up to {_minutes(short.minutes)}: {_days(short.days)} at {times}."
    if long is not None:
        yield f"  Longer session, up to {_minutes(long.minutes)}: {_days(long.days)} at {long.time:%H:%M}."
    if plan.eye_care is not None:
        eye = plan.eye_care
        night = f", and for the night at {eye.night:%H:%M}" if eye.night else ""
        yield f"  Eye care: every {eye.every_min} minutes from {eye.first:%H:%M} to {eye.last:%H:%M}{night}."
    quiet = plan.reminders
    yield f"  Nothing is asked from {quiet.quiet_from:%H:%M} to {quiet.quiet_until:%H:%M}."
    if plan.focus is not None:
        yield f"  In focus, changing {plan.focus.turns}: {_list(area.value for area in plan.focus.areas)}."
    yield ""
    yield "Exercises"
    yield from [_exercise(plan, one) for one in plan.exercise] or ["  None in this stage."]
    if plan.routine:
        yield ""
        yield "Routines"
        yield from (_routine(one) for one in plan.routine)
    yield ""
    yield from _stimulation(plan.stimulation)
    yield ""
    yield "Stop if it hurts, tightens or tires."


def _exercise(plan: Plan, one: PlannedExercise) -> str:
    exercise, amount = catalogue()[one.id], dose(plan, one)
    least, most = effort(plan, one)
    return (
        f"  {exercise.name}: {amount.repetitions} times, hold {amount.hold_s:g} s, rest {amount.rest_s:g} s, "
        f"effort {least} to {most} percent{_on(one.days)}."
    )


def _routine(one: PlannedRoutine) -> str:
    return f"  {routines()[one.id].name}: {_minutes(routine_s(one) / 60)}{_on(one.days)}."


def _stimulation(asked: Stimulation | None) -> Iterator[str]:
    if asked is None:
        yield "No stimulation: it is off."
        return
    limit = (
        _minutes(asked.minutes_per_session)
        if asked.minutes_per_session is not None
        else f"{asked.pulses_per_session} pulses"
    )
    yield (
        f"Stimulation, prescribed: {asked.side.value} {asked.zone.value}, {asked.on_s:g} s on, {asked.off_s:g} s off, "
        f"up to {limit} a session, {asked.sessions_per_week} sessions a week, {asked.total_weeks} weeks, "
        f"until {long_date(asked.expires)}."
    )


def _days(days: frozenset[Weekday]) -> str:
    if days == EVERY_DAY:
        return "every day"
    return f"on {_list(day.value.capitalize() for day in Weekday if day in days)}"


def _on(days: frozenset[Weekday]) -> str:
    return "" if days == EVERY_DAY else f", {_days(days)}"


def _minutes(minutes: float) -> str:
    return f"{minutes:g} minute{'' if minutes == 1 else 's'}"


def _list(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def long_date(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
