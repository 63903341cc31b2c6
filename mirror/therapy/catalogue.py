"""What the mirror knows to guide: exercises, done in repetitions, and routines, done for a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mirror.perception.excursion import Movement
from mirror.problem import Problem
from mirror.therapy.shipped import bytes_of, problem_at, read_shipped, refuse
from mirror.therapy.stage import Stage
from mirror.written import as_toml

FILE: Final = "exercises.toml"
#: Gentle defaults for small returning movement; published home programmes range over 3-10 repetitions of 2-10 s.
REPETITIONS: Final = 5
HOLD_S: Final = 3.0
REST_S: Final = 6.0
#: Part of the healthy side's full movement that is aimed for: 2-3 of 10 (ImproveFP, introduction to movements).
EFFORT_PERCENT: Final = (20, 30)


class Kind(Enum):
    """What sort of thing it is; the stage gate goes by it."""

    MOVEMENT = "movement"
    EXPRESSION = "expression"
    ARTICULATION = "articulation"
    RESISTANCE = "resistance"
    """Against one's own fingers."""
    NECK = "neck"
    """The foundation: slow turns and nods of the head."""
    MASSAGE = "massage"
    RELEASE = "release"
    WARMTH = "warmth"
    REST = "rest"
    RELAXATION = "relaxation"
    """Of the stronger side."""
    IMAGERY = "imagery"
    EYE_CARE = "eye care"
    SUPPORT = "support"
    """A hand that helps while speaking."""
    ATTEMPT = "attempt"
    """The gentle daily try that looks for the first movement; it measures, and trains nothing."""

    @property
    def active(self) -> bool:
        """Whether the weak side itself is asked to move."""
        return self in _ACTIVE

    @property
    def moves(self) -> bool:
        """Whether the weak side is asked for anything, if only for a try."""
        return self.active or self is Kind.ATTEMPT

    @property
    def strengthening(self) -> bool:
        return self in (Kind.RESISTANCE, Kind.NECK)

    @property
    def hands_on(self) -> bool:
        """Whether the face is touched or warmed."""
        return self in (Kind.MASSAGE, Kind.RELEASE, Kind.WARMTH)


_ACTIVE: Final = (Kind.MOVEMENT, Kind.EXPRESSION, Kind.ARTICULATION, Kind.RESISTANCE, Kind.NECK)


class Region(Enum):
    """A part of the face: what an exercise is for, and what must stay quiet during it."""

    BROW = "brow"
    EYE = "eye"
    NOSE = "nose"
    CHEEK = "cheek"
    MOUTH = "mouth"
    CHIN = "chin"
    NECK = "neck"
    FACE = "face"
    """All of it."""


class Which(Enum):
    """The side it is done with."""

    BOTH = "both"
    AFFECTED = "affected"
    HEALTHY = "healthy"


class Entry(BaseModel):
    """What exercises and routines have in common.  Frozen; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z_]+$")
    name: str = Field(min_length=1)
    instruction: str = Field(min_length=1)
    """One plain sentence; a routine's may be two."""
    kind: Kind
    region: Region
    stages: frozenset[Stage] = Field(min_length=1)
    side: Which = Which.BOTH
    eyes_closed: bool = False
    """The patient cannot watch the screen: pace it by sound."""
    warning: str = ""
    """Said before it begins."""
    caution: str = ""
    """What of the warning stays on the screen while it goes on."""
    source: str = Field(min_length=1)
    """Where it comes from, in the literature."""


class Exercise(Entry):
    """Something done in repetitions."""

    kind: Kind = Kind.MOVEMENT
    measures: Movement | None = None
    """The movement that is scored; None: guided by time, not counted."""
    muscle: str = Field(min_length=1)
    quiet: frozenset[Region] = frozenset()
    """What must stay still while it is done."""
    late: bool = False
    """In the paretic stage only when a therapist has asked for it."""
    repetitions: int = Field(default=REPETITIONS, ge=1, le=10)
    hold_s: float = Field(default=HOLD_S, ge=1.0, le=10.0)
    rest_s: float = Field(default=REST_S, ge=2.0, le=30.0)
    effort_percent: tuple[int, int] = EFFORT_PERCENT
    """The band that is aimed for, of the healthy side's full movement."""
    imagery: str | None = None
    """The routine that takes its place before movement has returned."""
    demonstration: str | None = None
    """The drawn film that shows it."""

    @model_validator(mode="after")
    def _fits(self) -> "Exercise":
        low, high = self.effort_percent
        refuse(not 0 < low < high <= 60, "effort_percent", "must rise, from above 0 to 60 at most")
        refuse(not self.kind.active, "kind", "is a routine's kind; put it into a [[routine]]")
        refuse(Stage.FLACCID in self.stages, "stages", "must not name flaccid: nothing active is done in it")
        refuse(
            self.kind.strengthening and Stage.SYNKINETIC in self.stages,
            "stages",
            "must not name synkinetic: strengthening makes it worse",
        )
        return self


class Routine(Entry):
    """Something done for a time, paced by sound."""

    duration_s: float = Field(ge=20.0, le=900.0)

    @model_validator(mode="after")
    def _fits(self) -> "Routine":
        refuse(
            self.kind.active and self.kind is not Kind.NECK,
            "kind",
            "is an exercise's kind; put it into an [[exercise]]",
        )
        refuse(self.kind is Kind.WARMTH and "burn" not in self.warning, "warning", "must say that warmth can burn")
        return self


class Purpose(Enum):
    """What something is in a session for."""

    WARM_UP = "warm-up"
    PRACTICE = "practice"
    RELEASE = "release"
    ATTEMPT = "attempt"
    ASSESSMENT = "assessment"


@dataclass(frozen=True, slots=True)
class Task:
    """One exercise or routine of a session, with its dose."""

    exercise: Exercise | Routine
    repetitions: int = 1
    purpose: Purpose = Purpose.PRACTICE

    @property
    def measures(self) -> Movement | None:
        """The movement that is scored; None: guided by time."""
        return self.exercise.measures if isinstance(self.exercise, Exercise) else None

    @property
    def hold_s(self) -> float:
        """How long one repetition is held; a routine's whole time."""
        return self.exercise.hold_s if isinstance(self.exercise, Exercise) else self.exercise.duration_s

    @property
    def rest_s(self) -> float:
        """Between two repetitions; a routine has none."""
        return self.exercise.rest_s if isinstance(self.exercise, Exercise) else 0.0

    @property
    def by_time(self) -> bool:
        """Whether it is a routine: done once, for its time."""
        return isinstance(self.exercise, Routine)

    @property
    def is_attempt(self) -> bool:
        return self.exercise.kind is Kind.ATTEMPT

    @property
    def needs_face(self) -> bool:
        """Whether it stops while nobody is in view; hands and towels hide a face."""
        return isinstance(self.exercise, Exercise) or self.is_attempt

    @property
    def needs_rest(self) -> bool:
        """Whether the face at rest must be known before it begins."""
        return self.measures is not None or self.is_attempt


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    exercise: tuple[Exercise, ...]
    routine: tuple[Routine, ...]


def parse(content: bytes) -> tuple[dict[str, Exercise], dict[str, Routine]]:
    """Exercises and routines by their ids.  Raises Problem naming line, entry and key of the first fault."""
    written, file = read_shipped(FILE, content, "line of the catalogue", _File)
    known = {one.id for one in file.routine}
    for index, one in enumerate(file.exercise):
        if one.imagery is not None and one.imagery not in known:
            raise problem_at(
                written, ("exercise", index, "imagery"), f"imagery = {as_toml(one.imagery)} is no routine."
            )
    return {one.id: one for one in file.exercise}, {one.id: one for one in file.routine}


@cache
def _known() -> tuple[dict[str, Exercise], dict[str, Routine]]:
    return parse(bytes_of(FILE))


def catalogue() -> dict[str, Exercise]:
    """Every exercise by its id, in the order of the file."""
    return dict(_known()[0])


def routines() -> dict[str, Routine]:
    """Every routine by its id, in the order of the file."""
    return dict(_known()[1])


def entries() -> dict[str, Entry]:
    """Exercises and routines by their ids."""
    return {**catalogue(), **routines()}


def demonstrated() -> dict[str, Exercise]:
    """The exercises that a drawn film shows."""
    return {name: exercise for name, exercise in catalogue().items() if exercise.demonstration is not None}


def unplanned() -> dict[str, Exercise]:
    """The exercises that can be practised without a plan.

    They are shown by a film, done with both sides, and belong to returning movement: nothing that strengthens, and
    nothing that is kept for after-care, which a therapist judges.
    """
    return {
        name: exercise
        for name, exercise in demonstrated().items()
        if exercise.side is Which.BOTH and Stage.PARETIC in exercise.stages and not exercise.kind.strengthening
    }


def practice(ids: Iterable[str], repetitions: int = REPETITIONS) -> tuple[Task, ...]:
    """A practice of the named exercises.  Raises Problem for a name that needs a plan, or is none."""
    known = unplanned()
    tasks = []
    for name in ids:
        if name not in known and name in entries():
            raise Problem(f"'{name}' is not practised without a plan. Choose from: {', '.join(known)}.")
        if name not in known:
            raise Problem(f"There is no exercise called '{name}'. Choose from: {', '.join(known)}.")
        tasks.append(Task(known[name], repetitions))
    if not tasks:
        raise Problem(f"A practice needs at least one exercise. Choose from: {', '.join(known)}.")
    return tuple(tasks)
