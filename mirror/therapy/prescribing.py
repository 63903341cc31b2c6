"""Whether stimulation is prescribed for the present day, what is asked before it, and what is told without it."""

import hashlib
from collections.abc import Iterable
from typing import Final

from mirror.language import N_
from mirror.therapy.brief import About, Telling
from mirror.therapy.catalogue import Task
from mirror.therapy.chart import Chart
from mirror.therapy.day import day_of
from mirror.therapy.following import Following, Standing
from mirror.therapy.plan import Plan
from mirror.therapy.questions import BEFORE_STIMULATION, Question
from mirror.therapy.stage import Stage
from mirror.therapy.stimulator import Prescribed, Screening
from mirror.therapy.when import When

#: What is told when an answer speaks against it.
WITHOUT: Final = Telling(
    About.STIMULATION,
    N_("Today you practise without stimulation."),
    N_("One of your answers speaks against it; please tell your therapist."),
)


_NAME_CHARACTERS: Final = 12


def prescription_name(plan: Plan) -> str:
    """Revision and a digest of what is prescribed: another dose under the same number has another name."""
    content = f"{plan.prescriber}|{plan.written_on}|{plan.stage}|{plan.stimulation!r}"
    digest = hashlib.sha256(content.encode()).hexdigest()[:_NAME_CHARACTERS]
    return f"revision {plan.revision} ({digest})"


def prescribed_today(following: Following, chart: Chart, when: When, stage: Stage) -> Prescribed | None:
    """What a plan in force prescribes for this day and stage.

    None where there is no such table or nobody has signed it, where it is over, in any stage but the plan's, and once a
    stimulator has acted in a session of this day: one session a day is all that any regimen has (docs/plan.md).
    """
    plan, day = following.plan, day_of(when.wall)
    asked = plan.stimulation if following.standing is Standing.IN_FORCE and plan.prescribed else None
    if asked is None or stage is not plan.stage or day > asked.expires or chart.stimulated_today(when):
        return None
    name = prescription_name(plan)
    return Prescribed(asked.side, asked.zone, stage, chart.screening(when, name), day, name)


def questions_before(
    prescribed: Prescribed | None, tasks: Iterable[Task], chart: Chart, when: When
) -> tuple[Question, ...]:
    """Before the first session of a day in which it may act.

    What was answered today, for the same prescription, is not asked again.
    """
    if prescribed is None or prescribed.screening is not Screening.OPEN or not any(map(prescribed.fits, tasks)):
        return ()
    return tuple(one for one in BEFORE_STIMULATION if not chart.answered_today(one.id, when, prescribed.name))


def told_of(prescribed: Prescribed | None, tasks: Iterable[Task]) -> tuple[Telling, ...]:
    """That the session goes on without it."""
    against = prescribed is not None and prescribed.screening is Screening.AGAINST and any(map(prescribed.fits, tasks))
    return (WITHOUT,) if against else ()
