"""Which plan is followed today: the one in force, or the safe one of the stage, and then it is said."""

from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import Final

from mirror.language import N_
from mirror.perception.face import Side
from mirror.therapy.day import at_on
from mirror.therapy.evidence import Confirmation, Confirmer
from mirror.therapy.plan import Plan
from mirror.therapy.plan_reading import Faulty, out_of_date, read_plan
from mirror.therapy.plan_text import safe_plan
from mirror.therapy.stage import Stage
from mirror.written import Written


class Standing(Enum):
    """How the plan of a mirror stands."""

    IN_FORCE = "in force"
    MISSING = "missing"
    FAULTY = "faulty"
    EXPIRED = "expired"
    TO_COME = "to come"
    """Written after what the clock says is today: one of the two is off."""


@dataclass(frozen=True, slots=True)
class Following:
    """The plan that holds today."""

    plan: Plan
    standing: Standing
    notice: str
    """For the person at the mirror; empty for a plan in force."""
    detail: str
    """For who mends it: file, line and what is allowed; empty for a plan in force."""
    confirmations: tuple[Confirmation, ...]
    """What the therapist's plan says of the stage, for the gate."""
    text: str | None = None
    """The whole file, for the log; None where there is none."""


_CARE: Final = N_("Until then the mirror keeps to its safe plan.")


def followed(name: str, content: bytes | None, today: date, side: Side) -> Following:
    """The plan to follow on ``today``.

    ``content`` is the file's, None where there is none.  ``side`` is the affected side as far as the mirror knows it
    otherwise.
    """
    if content is None:
        detail = f"{name} is not there; `mirror plan new` writes one."
        return _fallen_back(safe_plan(Stage.FLACCID, side, today), Standing.MISSING, detail)
    read = read_plan(name, content)
    if isinstance(read, Faulty):
        stage, side = _as_far_as_readable(read.written, side)
        return _fallen_back(safe_plan(stage, side, today), Standing.FAULTY, read.sentences[0])
    plan, words = read.plan, _words(read.plan)
    if (why := out_of_date(read, today)) is None:
        return Following(plan, Standing.IN_FORCE, "", "", words)
    standing = Standing.EXPIRED if today > plan.valid_until else Standing.TO_COME
    return _fallen_back(_safe_at_times_of(plan, plan.stage, today), standing, why, words)


def plan_in_stage(following: Following, stage: Stage, today: date) -> Plan:
    """The plan as it holds in ``stage``, which is what the gate says holds now (``gate.stage_now``).

    Exercises and doses are prescribed for one stage; in another the safe ones of that stage take their place, at the
    plan's own times.
    """
    plan = following.plan
    return plan if stage is plan.stage else _safe_at_times_of(plan, stage, today)


def _safe_at_times_of(plan: Plan, stage: Stage, today: date) -> Plan:
    """The safe exercises of a stage, when the person is used to practise; no longer session before movement returns."""
    kept = ("short_practice", "eye_care", "reminders", "views", *(() if stage is Stage.FLACCID else ("long_practice",)))
    return safe_plan(stage, plan.affected_side, today).model_copy(update={key: getattr(plan, key) for key in kept})


def _fallen_back(plan: Plan, standing: Standing, detail: str, words: tuple[Confirmation, ...] = ()) -> Following:
    return Following(plan, standing, f"{_NOTICES[standing]} {_CARE}", detail, words)


_NOTICES: Final = {
    Standing.MISSING: N_("There is no plan yet. Please ask your therapist for one."),
    Standing.FAULTY: N_("The plan cannot be read. Please ask whoever wrote it to check it."),
    Standing.EXPIRED: N_("The plan has ended. Please ask your therapist to renew it."),
    Standing.TO_COME: N_("The plan begins on a later day than today. Please check the mirror's date."),
}


def _as_far_as_readable(written: Written | None, side: Side) -> tuple[Stage, Side]:
    """Stage and side of a plan that is out of order elsewhere; the most cautious stage where it is not readable."""
    data = {} if written is None else written.data
    stages, sides = {one.value: one for one in Stage}, {one.value: one for one in Side}
    return stages.get(str(data.get("stage")), Stage.FLACCID), sides.get(str(data.get("affected_side")), side)


def _words(plan: Plan) -> tuple[Confirmation, ...]:
    """A prescriber stands for the stage; it stays said when the plan has ended."""
    if not plan.prescribed:
        return ()
    return (Confirmation(Confirmer.THERAPIST, plan.stage, at_on(plan.written_on, time(4))),)
