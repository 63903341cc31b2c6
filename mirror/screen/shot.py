"""One screen to look at, and what the screens to look at have in common."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from mirror.clips.expression import Expression, Half
from mirror.movement.repetition import Repetition
from mirror.perception.excursion import Excursion
from mirror.perception.face import Side
from mirror.screen.surroundings import Surroundings
from mirror.therapy.brief import Brief, Today
from mirror.therapy.catalogue import practice
from mirror.therapy.effects import RepetitionDone
from mirror.therapy.schedule import Signal
from mirror.therapy.session import Session
from mirror.therapy.timetable import Duty

#: The instant of every shot, monotonic seconds.
NOW_S: Final = 100.0
WORLD: Final = Surroundings(
    datetime(2026, 11, 21, 18, 42),
    excursion=Excursion(4.1, 5.6, confidence=0.9),
    rest_progress=0.45,
    affected=Side.LEFT,
)
#: One short practice is due now and can be put off.
DUE: Final = Today(Signal.DUE_NOW, short_left=1, put_off=Duty.SHORT)
BRIEF: Final = Brief(tasks=practice(["brow_raise", "eye_closure", "smile"]), affected=Side.LEFT, today=DUE)
#: A closed smile that comes a little farther on the healthy side.
SMILING: Final = Expression(left=Half(smile=0.35), right=Half(smile=0.6))


@dataclass(frozen=True, slots=True)
class Shot:
    """One screen to look at."""

    name: str
    session: Session
    surroundings: Surroundings = WORLD
    own: Expression = field(default_factory=Expression)


def repetition(exercise: str, number: int, left_mm: float, right_mm: float, session: Session) -> RepetitionDone:
    """A finished repetition with these figures."""
    task = next(task for task in session.practice if task.exercise.id == exercise)
    assert task.measures is not None
    excursion = Excursion(left_mm, right_mm, confidence=0.9)
    return RepetitionDone(exercise, number, Repetition(task.measures, 0.0, 0.6, 3.6, 4.4, excursion, 0.1))
