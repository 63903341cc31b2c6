"""What a session starts with: prepared beforehand, so that nothing has to be looked up while somebody practises."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final

from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.therapy.catalogue import Purpose, Task
from mirror.therapy.gate import Locked
from mirror.therapy.questions import Question
from mirror.therapy.red_flags import Urgency
from mirror.therapy.schedule import Signal
from mirror.therapy.stage import Stage
from mirror.therapy.stimulator import Prescribed
from mirror.therapy.timetable import Duty
from mirror.therapy.view import View


class About(Enum):
    """What the mirror has to tell before a session."""

    PLAN = "plan"
    LOCK = "lock"
    FIRST_MOVEMENT = "first movement"
    EYE = "eye"
    STIMULATION = "stimulation"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Telling:
    """Something to read, on one screen."""

    about: About
    headline: str
    """One sentence; a ``{subject}`` in it is filled in when it is shown."""
    sentence: str
    subject: str = ""
    """The name of the exercise or routine that it is about, if any."""


@dataclass(frozen=True, slots=True)
class Today:
    """The day as the idle screen and the light show it."""

    signal: Signal = Signal.DUE_NOW
    short_left: int = 0
    """Short practices that are due now or later."""
    long_left: int = 0
    next_at: datetime | None = None
    """When the next practice is due; None: now, or no more today."""
    eye_care: Duty | None = None
    """Eye care that is due now."""
    put_off: Duty | None = None
    """What is due now and can be put off."""
    catch_up: bool = False
    """Whether one missed practice may be made up for now."""
    practised: bool = False
    overdue: bool = False
    """Whether a practice has been due for long."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What the mirror has prepared for the next session, for one person at one time."""

    tasks: tuple[Task, ...] = ()
    stage: Stage | None = None
    affected: Side | None = None
    duty: Duty = Duty.SHORT
    purpose: Purpose = Purpose.PRACTICE
    revision: int | None = None
    limit_s: float = math.inf
    """The longest it may last."""
    questions: tuple[Question, ...] = ()
    """To be answered before anything else."""
    tellings: tuple[Telling, ...] = ()
    """To be read before it begins."""
    locked: tuple[tuple[str, Locked], ...] = ()
    """What may not be done today, by its id."""
    forbidden: frozenset[str] = frozenset()
    """Everything of the catalogue that may not be done now, by its id."""
    films: tuple[str, ...] = ()
    """What may have to be shown besides the tasks, by its ids."""
    release: tuple[Task, ...] = ()
    """What the session turns to when the face has had enough."""
    comfort: bool = False
    """Whether the face is asked how it feels at the end."""
    forehead_known: bool = True
    """Whether somebody has already said what an even forehead beside an uneven mouth is."""
    views: tuple[View, ...] = tuple(View)
    """How the own face may be shown."""
    full_mm: Mapping[Movement, float] = field(default_factory=dict)
    """The healthy side's own full movement, from the last assessment."""
    card: Telling | None = None
    """Something to read on a quiet day."""
    today: Today = Today()
    urgency: Urgency = Urgency.NONE
    """The most that an answer of today calls for."""
    stimulation: Prescribed | None = None
    """What the plan prescribes of stimulation; None: nothing is asked, shown or told of it."""


#: Nothing is prepared.
NOTHING: Final = Brief()
