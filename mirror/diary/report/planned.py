"""The plan in force, and which ones there were before it."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from mirror.diary.report.parts import Part, first_of
from mirror.diary.report.period import Period
from mirror.language import N_, translate
from mirror.therapy.catalogue import catalogue, routines
from mirror.therapy.following import Following, Standing
from mirror.therapy.plan_words import exercise_words, routine_words, standing_words, times_words


def plan_part(following: Following, history: Sequence[str], most: int) -> Part:
    """What is in force today; ``history`` says which revisions and stages there were."""
    plan = following.plan
    if following.standing is Standing.IN_FORCE:
        standing = " ".join(standing_words(plan))
    else:
        form = translate("The safe plan of the {stage} stage holds, for the {side} side.")
        standing = form.format(stage=translate(plan.stage.value), side=translate(plan.affected_side.value))
    doses = [(translate(catalogue()[one.id].name), exercise_words(plan, one)) for one in plan.exercise]
    times = [(translate(routines()[one.id].name), routine_words(one)) for one in plan.routine]
    lines = [*_together(doses), *_together(times)]
    return Part(
        translate("Plan in force"),
        (standing, " ".join(times_words(plan)), *history),
        first_of(lines, most),
    )


def _together(named: Iterable[tuple[str, str]]) -> list[str]:
    """What has the same dose on one line, with its names before it."""
    names: dict[str, list[str]] = {}
    for name, words in named:
        names.setdefault(words.removeprefix(name), []).append(name if words.startswith(name) else "")
    return [f"{'; '.join(filter(None, of_dose))}{dose}" for dose, of_dose in names.items()]


def history(db: sqlite3.Connection, period: Period) -> list[str]:
    """Which stages and revisions held in these days, where there was more than one."""
    rows = list(period.rows(db, "local_day, stage, revision", "sessions", "ORDER BY id"))
    said = []
    for column, form in (("stage", N_("Stages: {steps}.")), ("revision", N_("Revisions: {steps}."))):
        steps: list[tuple[str, str]] = []
        for row in rows:
            value = translate("none") if row[column] is None else translate(str(row[column]))
            if not steps or steps[-1][0] != value:
                steps.append((value, row["local_day"]))
        if len(steps) > 1:
            since = translate("{what} since {day}")
            told = [since.format(what=what, day=period.on(date.fromisoformat(day))) for what, day in steps[-3:]]
            said.append(translate(form).format(steps=", ".join(told)))
    return said
