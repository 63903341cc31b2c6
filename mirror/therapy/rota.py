"""What a practice consists of: the plan's exercises and routines of the day, cut to the time there is.

Pure.  What does not fit into one practice comes in the next, so that nothing planned is left out for good.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from mirror.therapy.catalogue import Entry, Exercise, Region, Routine, catalogue, routines
from mirror.therapy.gate import Locked, Verdict
from mirror.therapy.plan import Plan, PlannedExercise, PlannedRoutine, Weekday
from mirror.therapy.stage import DOSES, Dose, Stage

#: Into the movement and back out of it, beside the hold; the rhythm of the demonstrations.
MOVE_AND_RELEASE_S: Final = 3.0
#: Before each of them its demonstration is shown once.
SHOWING_S: Final = 10.0


class Length(Enum):
    """Which of the two practices."""

    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Part:
    """One exercise or routine of a practice, with the plan's dose in it."""

    entry: Exercise | Routine
    duration_s: float


@dataclass(frozen=True, slots=True)
class Practice:
    """What is done, in order, and what the gate has left out."""

    parts: tuple[Part, ...]
    locked: tuple[tuple[str, Locked], ...]
    """Ids, with the reason."""

    @property
    def duration_s(self) -> float:
        return sum(part.duration_s for part in self.parts)


def practice_of(
    plan: Plan,
    length: Length,
    day: date,
    number: int,
    verdict_of: Callable[[Entry], Verdict],
    beside_s: float = 0.0,
) -> Practice:
    """The practice ``number`` (from 0) of its length on ``day``.

    It never lasts longer than the plan allows, with ``beside_s`` of it for what comes before and after: what is longer
    by itself is left to the longer session.
    """
    verdicts = [(part, verdict_of(part.entry)) for part in _planned(plan, day)]
    locked = tuple((part.entry.id, verdict) for part, verdict in verdicts if isinstance(verdict, Locked))
    parts = _in_focus_first(plan, day, [part for part, verdict in verdicts if not isinstance(verdict, Locked)])
    limit_s = 60.0 * minutes(plan, length) - beside_s
    servings = _servings([part for part in parts if part.duration_s <= limit_s], limit_s)
    if not servings:
        return Practice((), locked)
    # Without a focus the servings go on from one day to the next; with one, each day begins with its area.
    before = 0 if plan.focus else day.toordinal() * (len(plan.short_practice.times) if length is Length.SHORT else 1)
    return Practice(servings[(before + number) % len(servings)], locked)


def dose(plan: Plan, one: PlannedExercise) -> Dose:
    """The dose of a planned exercise: its own, else the catalogue's where that has one, else the stage's."""
    exercise, default = catalogue()[one.id], DOSES[plan.stage]
    own = exercise.model_fields_set
    return Dose(
        repetitions=one.repetitions or (exercise.repetitions if "repetitions" in own else default.repetitions),
        hold_s=one.hold_s or (exercise.hold_s if "hold_s" in own else default.hold_s),
        rest_s=one.rest_s or (exercise.rest_s if "rest_s" in own else default.rest_s),
    )


def effort(plan: Plan, one: PlannedExercise) -> tuple[int, int]:
    """The band that is aimed for, never above the plan's ceiling."""
    least, most = one.effort_percent or catalogue()[one.id].effort_percent
    return min(least, plan.effort_ceiling_percent), min(most, plan.effort_ceiling_percent)


def routine_s(one: PlannedRoutine) -> float:
    """How long a planned routine takes."""
    return routines()[one.id].duration_s if one.minutes is None else 60.0 * one.minutes


def focus_on(plan: Plan, day: date) -> Region | None:
    """The area whose turn it is."""
    if plan.focus is None:
        return None
    turn = day.toordinal() if plan.focus.turns == "daily" else day.toordinal() // 7
    return plan.focus.areas[turn % len(plan.focus.areas)]


def _planned(plan: Plan, day: date) -> list[Part]:
    """Everything of the weekday; in the synkinetic stage release comes before movement."""
    today = Weekday.of(day)
    exercises = [_exercise(plan, one) for one in plan.exercise if today in one.days]
    timed = [_routine(one) for one in plan.routine if today in one.days]
    return timed + exercises if plan.stage is Stage.SYNKINETIC else exercises + timed


def _exercise(plan: Plan, one: PlannedExercise) -> Part:
    amount = dose(plan, one)
    entry = catalogue()[one.id].model_copy(
        update={
            "repetitions": amount.repetitions,
            "hold_s": amount.hold_s,
            "rest_s": amount.rest_s,
            "effort_percent": effort(plan, one),
        }
    )
    return Part(entry, SHOWING_S + amount.repetitions * (MOVE_AND_RELEASE_S + amount.hold_s + amount.rest_s))


def _routine(one: PlannedRoutine) -> Part:
    entry = routines()[one.id].model_copy(update={"duration_s": routine_s(one)})
    return Part(entry, SHOWING_S + entry.duration_s)


def _in_focus_first(plan: Plan, day: date, parts: list[Part]) -> list[Part]:
    area = focus_on(plan, day)
    return sorted(parts, key=lambda part: part.entry.region is not area) if area else parts


def _servings(parts: Iterable[Part], limit_s: float) -> list[tuple[Part, ...]]:
    """Cut into practices that each fit, in order."""
    servings: list[tuple[Part, ...]] = []
    open_: tuple[Part, ...] = ()
    for part in parts:
        if open_ and sum(one.duration_s for one in open_) + part.duration_s > limit_s:
            servings.append(open_)
            open_ = ()
        open_ = (*open_, part)
    return [*servings, open_] if open_ else servings


def minutes(plan: Plan, length: Length) -> int:
    """The plan's time for one practice."""
    if length is Length.SHORT:
        return plan.short_practice.minutes
    return 0 if plan.long_practice is None else plan.long_practice.minutes
