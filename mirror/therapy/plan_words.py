"""A plan in plain language: what ``mirror plan show`` prints."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from mirror.grammar import listed, long_date, weekday
from mirror.language import N_, plural, translate
from mirror.therapy.catalogue import catalogue, routines
from mirror.therapy.plan import EVERY_DAY, Plan, PlannedExercise, PlannedRoutine, Stimulation, Weekday
from mirror.therapy.rota import dose, effort, routine_s
from mirror.therapy.stage import Stage

STAGES: Final = {
    Stage.FLACCID: N_("Before movement has returned: care, massage and imagery, nothing active."),
    Stage.PARETIC: N_("First small movements: few, slow and small, the same on both sides."),
    Stage.SYNKINETIC: N_("Movements join in: release first, and small movements that stop when the other joins."),
    Stage.AFTERCARE: N_("Keeping what has come back: a little every day, then less often."),
}


#: Any: the days of the week are called by the dates they fall on.
_A_MONDAY: Final = date(2026, 11, 23)


def plan_as_text(plan: Plan) -> str:
    """The plan, sentence by sentence."""
    return "\n".join(_lines(plan)) + "\n"


def standing_words(plan: Plan) -> Iterator[str]:
    """Whose it is, how long it holds, for which side and stage."""
    if plan.prescribed:
        heading = translate("Plan, revision {revision}, written on {date}, by {prescriber}.")
    else:
        heading = translate("Plan, revision {revision}, written on {date}, no therapist has signed it.")
    yield heading.format(revision=plan.revision, date=long_date(plan.written_on), prescriber=plan.prescriber.strip())
    yield translate("It holds until {date}.").format(date=long_date(plan.valid_until))
    side = translate(plan.affected_side.value)
    if plan.onset:
        yield translate("The {side} side moves less, since {date}.").format(side=side, date=long_date(plan.onset))
    else:
        yield translate("The {side} side moves less.").format(side=side)
    yield translate("Stage: {stage}.").format(stage=translate(plan.stage.value)) + " " + translate(STAGES[plan.stage])


def _lines(plan: Plan) -> Iterator[str]:
    yield from standing_words(plan)
    yield translate("The face is shown as: {views}.").format(views=_list(view.value for view in plan.views))
    yield ""
    yield translate("When")
    yield from (f"  {line}" for line in times_words(plan))
    yield ""
    yield translate("Exercises")
    none = translate("None in this stage.")
    yield from (f"  {line}" for line in [exercise_words(plan, one) for one in plan.exercise] or [none])
    if plan.routine:
        yield ""
        yield translate("Routines")
        yield from (f"  {routine_words(one)}" for one in plan.routine)
    yield ""
    yield stimulation_words(plan.stimulation)
    yield ""
    yield translate("Stop if it hurts, tightens or tires.")


def times_words(plan: Plan) -> Iterator[str]:
    """When something is due."""
    short, long = plan.short_practice, plan.long_practice
    yield translate("Short practice, up to {minutes}: {days} at {times}.").format(
        minutes=_minutes(short.minutes),
        days=_days(short.days),
        times=listed([f"{clock:%H:%M}" for clock in short.times]),
    )
    if long is not None:
        yield translate("Longer session, up to {minutes}: {days} at {time}.").format(
            minutes=_minutes(long.minutes), days=_days(long.days), time=f"{long.time:%H:%M}"
        )
    if plan.eye_care is not None:
        eye = plan.eye_care
        form = translate("Eye care: every {minutes} minutes from {first} to {last}.")
        if eye.night:
            form = translate("Eye care: every {minutes} minutes from {first} to {last}, and for the night at {night}.")
        night = f"{eye.night:%H:%M}" if eye.night else ""
        yield form.format(minutes=eye.every_min, first=f"{eye.first:%H:%M}", last=f"{eye.last:%H:%M}", night=night)
    quiet = plan.reminders
    yield translate("Nothing is asked from {first} to {last}.").format(
        first=f"{quiet.quiet_from:%H:%M}", last=f"{quiet.quiet_until:%H:%M}"
    )
    if plan.focus is not None:
        areas = _list(area.value for area in plan.focus.areas)
        yield translate("In focus, changing {turns}: {areas}.").format(turns=translate(plan.focus.turns), areas=areas)


def exercise_words(plan: Plan, one: PlannedExercise) -> str:
    """One exercise and its dose."""
    exercise, amount = catalogue()[one.id], dose(plan, one)
    least, most = effort(plan, one)
    form = translate("{name}: {count} times, hold {hold} s, rest {rest} s, effort {least} to {most} percent{on}.")
    return form.format(
        name=translate(exercise.name),
        count=amount.repetitions,
        hold=f"{amount.hold_s:g}",
        rest=f"{amount.rest_s:g}",
        least=least,
        most=most,
        on=_on(one.days),
    )


def routine_words(one: PlannedRoutine) -> str:
    """One routine and its time."""
    name = translate(routines()[one.id].name)
    minutes = _minutes(routine_s(one) / 60)
    return translate("{name}: {minutes}{on}.").format(name=name, minutes=minutes, on=_on(one.days))


def stimulation_words(asked: Stimulation | None) -> str:
    """What is prescribed of it, or that there is none."""
    if asked is None:
        return translate("No stimulation: it is off.")
    if asked.minutes_per_session is not None:
        limit = _minutes(asked.minutes_per_session)
    else:
        pulses = asked.pulses_per_session or 0
        limit = plural("{count} pulse", "{count} pulses", pulses).format(count=pulses)
    form = translate(
        "Stimulation, prescribed: {side} {zone}, {on} s on, {off} s off, up to {limit} a session, "
        "{sessions} sessions a week, {weeks} weeks, until {date}."
    )
    return form.format(
        side=translate(asked.side.value),
        zone=translate(asked.zone.value),
        on=f"{asked.on_s:g}",
        off=f"{asked.off_s:g}",
        limit=limit,
        sessions=asked.sessions_per_week,
        weeks=asked.total_weeks,
        date=long_date(asked.expires),
    )


def _days(days: frozenset[Weekday]) -> str:
    if days == EVERY_DAY:
        return translate("every day")
    named = listed([weekday(_A_MONDAY + timedelta(days=place)) for place, day in enumerate(Weekday) if day in days])
    return translate("on {days}").format(days=named)


def _on(days: frozenset[Weekday]) -> str:
    return "" if days == EVERY_DAY else f", {_days(days)}"


def _minutes(minutes: float) -> str:
    if minutes < 1:
        seconds = round(60 * minutes)
        return plural("{count} second", "{count} seconds", seconds).format(count=seconds)
    return plural("{count} minute", "{count} minutes", 1 if minutes == 1 else 2).format(count=f"{minutes:g}")


def _list(words: Iterable[str]) -> str:
    return listed([translate(word) for word in words])
