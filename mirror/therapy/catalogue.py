"""The exercises the mirror knows."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from mirror.perception.excursion import Movement
from mirror.problem import Problem

#: Gentle defaults for small returning movement; published home programmes range over 3-10 repetitions of 2-10 s.
REPETITIONS: Final = 5
HOLD_S: Final = 3.0
REST_S: Final = 6.0


class Exercise(BaseModel):
    """One exercise.  Frozen; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z_]+$")
    name: str
    instruction: str
    measures: Movement | None = None
    """The movement that is scored; None: guided by time, not counted."""
    muscle: str
    eyes_closed: bool = False
    """The patient cannot watch the screen: pace it by sound."""
    hold_s: float = Field(default=HOLD_S, ge=1.0, le=10.0)
    rest_s: float = Field(default=REST_S, ge=2.0, le=30.0)


@dataclass(frozen=True, slots=True)
class Task:
    """One exercise of a practice, with its dose."""

    exercise: Exercise
    repetitions: int


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    exercise: list[Exercise]


def catalogue() -> dict[str, Exercise]:
    """Every exercise by its id, in the order of the file."""
    text = resources.files("mirror.therapy").joinpath("exercises.toml").read_text(encoding="utf-8")
    return {exercise.id: exercise for exercise in _File.model_validate(tomllib.loads(text)).exercise}


def practice(ids: Iterable[str], repetitions: int = REPETITIONS) -> tuple[Task, ...]:
    """A practice of the named exercises.  Raises Problem for a name the catalogue does not have."""
    known = catalogue()
    tasks = []
    for name in ids:
        if name not in known:
            raise Problem(f"There is no exercise called '{name}'. Choose from: {', '.join(known)}.")
        tasks.append(Task(known[name], repetitions))
    if not tasks:
        raise Problem(f"A practice needs at least one exercise. Choose from: {', '.join(known)}.")
    return tuple(tasks)
