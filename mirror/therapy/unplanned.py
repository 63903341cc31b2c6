"""Briefs without a plan: for a film, whose face nobody can ask anything, and for the drawn patient."""

from collections.abc import Iterable

from mirror.perception.face import Side
from mirror.therapy.brief import Brief
from mirror.therapy.briefing import around
from mirror.therapy.catalogue import Task, practice
from mirror.therapy.questions import BEFORE_PRACTICE
from mirror.therapy.stage import Stage

#: What is shown where nothing else is asked for.
SHOWN = ("brow_raise", "eye_closure", "smile")


def of_film(exercises: Iterable[str] = SHOWN, repetitions: int = 5) -> Brief:
    """Only the exercises themselves: a film is measured, and nobody is treated."""
    return Brief(tasks=practice(exercises, repetitions))


def of_rehearsal(exercises: Iterable[str], repetitions: int, affected: Side) -> Brief:
    """A whole session as a person in the paretic stage would have it.  Raises Problem for an unknown exercise."""
    tasks: list[Task] = list(practice(exercises, repetitions))
    return Brief(
        tasks=around(tasks, Stage.PARETIC),
        stage=Stage.PARETIC,
        affected=affected,
        questions=BEFORE_PRACTICE,
        comfort=True,
        forehead_known=False,
    )
