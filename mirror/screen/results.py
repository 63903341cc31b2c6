"""What a session came to, in one sentence each: what was done, how the sides compare."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mirror.perception.excursion import Excursion
from mirror.screen import phrases, words
from mirror.screen.picture import Chart, Row, Table
from mirror.therapy.catalogue import Exercise
from mirror.therapy.effects import RepetitionDone
from mirror.therapy.session import Session

#: More rows than this are not read at a glance.
ROWS: Final = 8
#: A line through fewer repetitions shows nothing.
CHART_POINTS: Final = 3


@dataclass(frozen=True, slots=True)
class Result:
    """One exercise, over all its repetitions."""

    exercise: Exercise
    left_mm: tuple[float, ...]
    right_mm: tuple[float, ...]

    @property
    def middle(self) -> Excursion:
        """The mean of each side, as the log has it."""
        return Excursion(statistics.fmean(self.left_mm), statistics.fmean(self.right_mm), confidence=1.0)

    @property
    def together(self) -> bool:
        return self.middle.weaker is None


def results(session: Session) -> tuple[Result, ...]:
    """One result per exercise with at least one repetition, in the order of the practice."""
    found = []
    measured = {task.exercise.id: task.exercise for task in session.practice if isinstance(task.exercise, Exercise)}
    for exercise in measured.values():
        done = [kept.repetition.excursion for kept in _of(session.done, exercise.id)]
        if done:
            found.append(Result(exercise, tuple(e.left_mm for e in done), tuple(e.right_mm for e in done)))
    return tuple(found)


def _of(done: Iterable[RepetitionDone], exercise: str) -> list[RepetitionDone]:
    return [kept for kept in done if kept.exercise == exercise]


def done_sentence(found: tuple[Result, ...]) -> str:
    """What was done."""
    count = sum(len(result.left_mm) for result in found)
    if count == 0:
        return words.NOTHING_COUNTED
    return phrases.counted(count, together=all(result.together for result in found))


def comparison_sentence(found: tuple[Result, ...]) -> str:
    """How the sides compare.  Never says that anything has changed: one session cannot know."""
    if not found:
        return words.NOTHING_COUNTED_DETAIL
    apart = [result for result in found if not result.together]
    if not apart:
        names = [result.exercise.name for result in found]
        return phrases.together(names) if len(names) <= 2 else words.ALL_TOGETHER
    widest = min(apart, key=lambda result: result.middle.symmetry)
    return phrases.reached(widest.exercise.name, widest.middle.left_mm, widest.middle.right_mm)


def table(found: tuple[Result, ...]) -> Table:
    """Exercise, left, right."""
    rows = [
        Row(result.exercise.name, phrases.figure(result.middle.left_mm), phrases.figure(result.middle.right_mm))
        for result in found
    ]
    if len(rows) > ROWS:
        rows = [*rows[: ROWS - 1], Row(phrases.more_rows(len(rows) - ROWS + 1), "", "")]
    return Table(Row(*words.DETAILS_HEAD), tuple(rows))


def chart(found: tuple[Result, ...]) -> Chart | None:
    """The repetitions of the movement the comparison speaks of."""
    apart = [result for result in found if not result.together]
    if not apart:
        return None
    widest = min(apart, key=lambda result: result.middle.symmetry)
    if len(widest.left_mm) < CHART_POINTS:
        return None
    return Chart(widest.exercise.name, widest.left_mm, widest.right_mm)
