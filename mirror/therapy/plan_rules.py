"""What a plan may ask for in its stage, and what must fit together in it.

Every rule answers with where in the plan it is broken and a sentence that says what is allowed.  Sources of the limits
stand in docs/plan.md.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any, Final, cast

from mirror.therapy.catalogue import Entry, Exercise, Region, catalogue, entries, routines
from mirror.therapy.plan import Plan, Planned, PlannedExercise, Reminders, Stimulation
from mirror.therapy.stage import BOUNDS, Span, Stage
from mirror.written import Keys, as_toml

#: Recovery that is incomplete after three months must be looked at again (AAO-HNS guideline on Bell's palsy, 2013), so
#: no plan holds longer without a look.
LONGEST: Final = timedelta(days=92)
#: Strengthening and stimulation are locked in these.
TENDER: Final = (Stage.FLACCID, Stage.SYNKINETIC)


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a plan breaks."""

    keys: Keys
    sentence: str


def faults(plan: Plan) -> list[Fault]:
    """Every rule that ``plan`` breaks, in the order of the rules; empty for a plan that can be followed."""
    return [fault for rule in _RULES for fault in rule(plan)]


def faults_apart_from(plan: Plan, unknown: Set[str]) -> tuple[list[Fault], bool]:
    """The same of a plan whose keys ``unknown`` hold something by the way only, and whether every rule was applied.

    A rule that asks for one of these keys says nothing from there on.
    """
    found: list[Fault] = []
    whole = True
    for rule in _RULES:
        try:
            for fault in rule(cast(Plan, _InPart(plan, unknown))):
                found.append(fault)
        except _UnknownError:
            whole = False
    return found, whole


class _UnknownError(Exception):
    """A rule has asked for a key that is not known."""


@dataclass(frozen=True, slots=True)
class _InPart:
    """A plan of which not every key is known."""

    plan: Plan
    unknown: Set[str]

    def __getattr__(self, name: str) -> Any:
        if name in self.unknown:
            raise _UnknownError(name)
        return getattr(self.plan, name)


def in_quiet(clock: time, reminders: Reminders) -> bool:
    """Whether nothing is asked at that time; quiet hours may pass midnight."""
    start, end = reminders.quiet_from, reminders.quiet_until
    return start <= clock < end if start <= end else clock >= start or clock < end


def _dates(plan: Plan) -> Iterator[Fault]:
    latest = plan.written_on + LONGEST
    if not plan.written_on < plan.valid_until <= latest:
        yield Fault(
            ("valid_until",),
            f"valid_until = {plan.valid_until} does not fit written_on = {plan.written_on}; "
            f"allowed is a later day, up to {latest} (three months).",
        )
    if plan.onset is not None and plan.onset > plan.written_on:
        yield Fault(
            ("onset",), f"onset = {plan.onset} is after written_on; allowed is {plan.written_on} or a day before it."
        )


def _planned(plan: Plan) -> tuple[tuple[str, Sequence[Planned]], ...]:
    return ("exercise", plan.exercise), ("routine", plan.routine)


def _something_to_do(plan: Plan) -> Iterator[Fault]:
    if not plan.exercise and not plan.routine:
        yield Fault((), "nothing is planned; allowed is one [[exercise]] or [[routine]] or more.")


def _entries(plan: Plan) -> Iterator[Fault]:
    """Known, once, and of this stage."""
    seen: set[str] = set()
    for noun, planned in _planned(plan):
        known: Mapping[str, Entry] = catalogue() if noun == "exercise" else routines()
        fitting = [name for name, entry in known.items() if plan.stage in entry.stages]
        choice = f"allowed in the {plan.stage.value} stage: {', '.join(fitting) or f'no {noun}'}"
        for index, one in enumerate(planned):
            keys = (noun, index, "id")
            if one.id not in known:
                yield Fault(keys, f"id = {as_toml(one.id)} is no {noun} of the catalogue; {choice}.")
            elif one.id not in fitting:
                yield Fault(keys, f"id = {as_toml(one.id)} is locked in this stage; {choice}.")
            elif one.id in seen:
                yield Fault(keys, f"id = {as_toml(one.id)} is planned twice; allowed is once, with its days.")
            seen.add(one.id)


def _prescriber(plan: Plan) -> Iterator[Fault]:
    """Strengthening and what comes late are a therapist's decision."""
    if plan.prescribed:
        return
    known = entries()
    for noun, planned in _planned(plan):
        for index, one in enumerate(planned):
            entry = known.get(one.id)
            if entry is None or plan.stage not in entry.stages:
                continue
            late = isinstance(entry, Exercise) and entry.late and plan.stage is Stage.PARETIC
            if late or entry.kind.strengthening:
                yield Fault(
                    (noun, index, "id"),
                    f"id = {as_toml(one.id)} needs a therapist; allowed is a prescriber's name, or leaving it out.",
                )


def _doses(plan: Plan) -> Iterator[Fault]:
    bounds = BOUNDS.get(plan.stage)
    if bounds is None:
        return
    spans: dict[str, tuple[Span, str]] = {
        "repetitions": (bounds.repetitions, ""),
        "hold_s": (bounds.hold_s, " seconds"),
        "rest_s": (bounds.rest_s, " seconds"),
    }
    ceiling = bounds.effort_percent.most
    if plan.effort_ceiling_percent > ceiling:
        yield Fault(
            ("effort_ceiling_percent",),
            f"effort_ceiling_percent = {plan.effort_ceiling_percent} is more than this stage allows "
            f"({plan.stage.value}: {bounds.effort_percent} percent).",
        )
    for index, one in enumerate(plan.exercise):
        for key, (span, unit) in spans.items():
            value = getattr(one, key)
            if value is not None and value not in span:
                than = "more" if value > span.most else "less"
                yield Fault(
                    ("exercise", index, key),
                    f"{key} = {value:g} is {than} than this stage allows ({plan.stage.value}: {span}{unit}).",
                )
        yield from _effort(plan, index, one)


def _effort(plan: Plan, index: int, one: PlannedExercise) -> Iterator[Fault]:
    if one.effort_percent is None:
        return
    least, most = one.effort_percent
    if not 0 < least < most <= plan.effort_ceiling_percent:
        yield Fault(
            ("exercise", index, "effort_percent"),
            f"effort_percent = [{least}, {most}] does not fit; "
            f"allowed are two rising numbers above 0, up to effort_ceiling_percent = {plan.effort_ceiling_percent}.",
        )


def _focus(plan: Plan) -> Iterator[Fault]:
    if plan.focus is None or any(_entries(plan)):
        return  # what is not known or locked is told already
    planned = {entries()[one.id].region for _, ones in _planned(plan) for one in ones}
    for area in plan.focus.areas:
        if area not in planned:
            yield Fault(
                ("focus", "areas"),
                f"{as_toml(area.value)} in areas has nothing planned for it; allowed are "
                f"{', '.join(region.value for region in Region if region in planned)}.",
            )


def _times(plan: Plan) -> Iterator[Fault]:
    """Nothing is due while the mirror keeps quiet, and nothing twice at once."""
    due: list[tuple[Keys, time]] = [(("short_practice", "times"), clock) for clock in plan.short_practice.times]
    if plan.long_practice is not None:
        due.append((("long_practice", "time"), plan.long_practice.time))
    if plan.eye_care is not None:
        due += [(("eye_care", "first"), plan.eye_care.first), (("eye_care", "last"), plan.eye_care.last)]
        if plan.eye_care.night is not None:
            due.append((("eye_care", "night"), plan.eye_care.night))
        if plan.eye_care.first >= plan.eye_care.last:
            yield Fault(
                ("eye_care", "last"),
                f"last = {plan.eye_care.last:%H:%M} is not after first; allowed is a time after "
                f"{plan.eye_care.first:%H:%M}.",
            )
    quiet = plan.reminders
    for keys, clock in due:
        if in_quiet(clock, quiet):
            yield Fault(
                keys,
                f"{keys[-1]} = {clock:%H:%M} lies in the quiet hours; allowed is {quiet.quiet_until:%H:%M} to "
                f"{quiet.quiet_from:%H:%M}.",
            )
    if len(set(plan.short_practice.times)) < len(plan.short_practice.times):
        yield Fault(("short_practice", "times"), "a time in times stands there twice; allowed is each time once.")


def _stimulation(plan: Plan) -> Iterator[Fault]:
    if plan.stimulation is not None:
        for key, sentence in _stimulation_faults(plan, plan.stimulation):
            yield Fault(("stimulation", key) if key else ("stimulation",), sentence)


def _stimulation_faults(plan: Plan, asked: Stimulation) -> Iterator[tuple[str, str]]:
    if not plan.prescribed:
        yield "", "[stimulation] needs a prescriber; allowed is a therapist's name in prescriber, or no such table."
    if asked.side is not plan.affected_side:
        affected = plan.affected_side.value
        yield "side", f"side = {as_toml(asked.side.value)} is not the affected one; allowed is {affected}."
    if asked.off_s < asked.on_s:
        yield "off_s", f"off_s = {asked.off_s:g} is shorter than on_s; allowed is {asked.on_s:g} seconds or more."
    if (asked.minutes_per_session is None) == (asked.pulses_per_session is None):
        yield (
            "",
            "[stimulation] needs one limit; allowed is either minutes_per_session or pulses_per_session.",
        )
    if not plan.written_on <= asked.expires <= plan.valid_until:
        yield (
            "expires",
            f"expires = {asked.expires} is outside the plan; allowed is {plan.written_on} to {plan.valid_until}.",
        )
    if asked.expires - plan.written_on > timedelta(weeks=asked.total_weeks):
        last = plan.written_on + timedelta(weeks=asked.total_weeks)
        yield (
            "expires",
            f"expires = {asked.expires} is past total_weeks = {asked.total_weeks}; allowed is {last} or before.",
        )
    if plan.stage in TENDER and asked.despite_stage is not plan.stage:
        yield (
            "",
            f"[stimulation] is locked in the {plan.stage.value} stage; allowed is leaving it out, or "
            f'despite_stage = "{plan.stage.value}" if the prescriber wants it nonetheless.',
        )
    if plan.stage not in TENDER and asked.despite_stage is not None:
        yield (
            "despite_stage",
            f"despite_stage = {as_toml(asked.despite_stage.value)} has no use in the {plan.stage.value} stage; "
            "allowed is leaving it out.",
        )


_RULES: Final[tuple[Callable[[Plan], Iterator[Fault]], ...]] = (
    _dates,
    _something_to_do,
    _entries,
    _prescriber,
    _doses,
    _focus,
    _times,
    _stimulation,
)
