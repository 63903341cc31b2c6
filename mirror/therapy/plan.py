"""The therapist's plan: what ``plan.toml`` may hold.

Shape and plain limits stand here; what depends on the stage, or on two keys together, in ``mirror.therapy.plan_rules``.
docs/plan.md documents every key, and a test holds it to this module.
"""

import re
from datetime import date, time
from enum import Enum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from mirror.perception.face import Side
from mirror.therapy.catalogue import Region
from mirror.therapy.stage import Stage
from mirror.therapy.view import View
from mirror.written import Allowed


class Weekday(Enum):
    """A day of the week, in the order of ``date.weekday``."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        return list(cls)[day.weekday()]


def _clock_time(value: Any) -> Any:
    """ "08:30", or a time as TOML writes it."""
    if isinstance(value, str) and re.fullmatch(r"\d\d:\d\d", value):
        return time.fromisoformat(value)
    if isinstance(value, time) and value.tzinfo is None:
        return value.replace(second=0, microsecond=0)
    raise ValueError("no time of day")


ClockTime = Annotated[time, BeforeValidator(_clock_time), Allowed('a time like "08:30"')]
ClockTimes = Annotated[
    tuple[Annotated[time, BeforeValidator(_clock_time)], ...],
    Field(min_length=1, max_length=4),
    Allowed('a list of 1 to 4 times like ["08:30", "18:00"]'),
]
Days = Annotated[
    frozenset[Weekday],
    Field(min_length=1),
    Allowed(f"a list of one or more of {', '.join(day.value for day in Weekday)}"),
]
#: Within a lifetime, so that every day can be reckoned from it.
Date = Annotated[date, Field(strict=True, ge=date(1900, 1, 1), le=date(2200, 1, 1))]
Whole = Annotated[int, Field(strict=True)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Band = Annotated[tuple[Whole, Whole], Allowed("two whole numbers, from the least to the most, like [20, 30]")]
Text = Annotated[str, Field(max_length=200), Allowed("text in double quotes, 200 letters at most")]
EVERY_DAY: frozenset[Weekday] = frozenset(Weekday)


class _Table(BaseModel):
    """Frozen; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Planned(_Table):
    """Something of the catalogue, on some days."""

    id: str = Field(description="Its id in the catalogue.")
    days: Days = Field(EVERY_DAY, description="On which days it is done.")


class PlannedExercise(Planned):
    """An exercise and its dose.  What is left out is the stage's default."""

    repetitions: Whole | None = Field(None, description="How many; without it the stage's default.")
    hold_s: Number | None = Field(None, description="Seconds each one is held; without it the stage's default.")
    rest_s: Number | None = Field(None, description="Seconds of rest after each; without it the stage's default.")
    effort_percent: Band | None = Field(
        None,
        description="The band aimed for, in percent of the healthy side's full movement; without it the catalogue's.",
    )


class PlannedRoutine(Planned):
    """A routine and its time."""

    minutes: Number | None = Field(None, ge=0.5, le=15, description="How long; without it the catalogue's time.")


class ShortPractice(_Table):
    """The daily short practice.  Five minutes a day beside the longer sessions is what home programmes advise."""

    minutes: Whole = Field(5, ge=1, le=10, description="How long one lasts at most.")
    days: Days = Field(EVERY_DAY, description="On which days.")
    times: ClockTimes = Field((time(8, 30), time(18, 0)), description="When it is due; as many practices as times.")


class LongPractice(_Table):
    """The longer session: 20 minutes on two or three days a week."""

    minutes: Whole = Field(20, ge=10, le=20, description="How long it lasts at most.")
    days: Annotated[
        frozenset[Weekday],
        Field(min_length=1, max_length=3),
        Allowed(f"a list of 1 to 3 of {', '.join(day.value for day in Weekday)}"),
    ] = Field(frozenset({Weekday.TUESDAY, Weekday.FRIDAY}), description="On which days, three at most.")
    time: ClockTime = Field(default=time(17, 0), description="When it is due.")


class Focus(_Table):
    """Areas that take turns."""

    areas: Annotated[
        tuple[Region, ...],
        Field(min_length=1),
        Allowed(f"a list of one or more of {', '.join(region.value for region in Region)}"),
    ] = Field(description="The areas in the order of their turns; what is not of today's area comes after it.")
    turns: Literal["daily", "weekly"] = Field("daily", description="How long one area is in focus.")


class EyeCare(_Table):
    """Reminders for the eye that does not close by itself."""

    every_min: Whole = Field(120, ge=30, le=360, description="Minutes from one reminder by day to the next.")
    first: ClockTime = Field(default=time(8, 0), description="The first reminder of the day.")
    last: ClockTime = Field(default=time(20, 30), description="No reminder by day after this.")
    night: ClockTime | None = Field(None, description="The reminder for the night; without it there is none.")


class Reminders(_Table):
    """When the mirror keeps quiet."""

    quiet_from: ClockTime = Field(default=time(22, 0), description="From here on nothing is asked.")
    quiet_until: ClockTime = Field(default=time(7, 30), description="Until here.")
    snooze_min: Whole = Field(20, ge=5, le=120, description="How long a reminder that is put off stays away.")


class Zone(Enum):
    """Where electrodes may lie.  Never over the eye, the mouth or the front of the neck, nor across the head."""

    FOREHEAD = "forehead"
    CHEEK = "cheek"
    LIP_CORNER = "lip corner"
    CHIN = "chin"


class Stimulation(_Table):
    """A clinician's prescription of electrical stimulation.  Without this table there is none.

    Limits: 15-20 minutes per session, 3-5 days a week, about 12 weeks, one side at a time (the published regimens that
    docs/plan.md names).
    """

    side: Side = Field(description="The side that is stimulated: the affected one.")
    zone: Zone = Field(description="Where the electrodes lie.")
    on_s: Number = Field(ge=1, le=10, description="Seconds of stimulation.")
    off_s: Number = Field(ge=1, le=60, description="Seconds of pause after it, at least as long.")
    minutes_per_session: Whole | None = Field(
        None, ge=1, le=20, description="The longest session; either this or pulses_per_session."
    )
    pulses_per_session: Whole | None = Field(
        None, ge=1, le=400, description="The most pulses in a session; either this or minutes_per_session."
    )
    sessions_per_week: Whole = Field(ge=1, le=5, description="Sessions a week, one a day at most.")
    total_weeks: Whole = Field(ge=1, le=12, description="Weeks in all.")
    expires: Date = Field(description="The last day of it; not after valid_until.")
    despite_stage: Stage | None = Field(
        None, description="Stimulation is locked in this stage; named here, the prescriber wants it nonetheless."
    )


class Plan(_Table):
    """One revision of a person's plan."""

    revision: Whole = Field(ge=1, le=9999, description="Counts up with every change; the mirror keeps the old ones.")
    written_on: Date = Field(description="The day this revision was written.")
    valid_until: Date = Field(description="The last day it holds; afterwards the stage's safe plan does.")
    prescriber: Text = Field(
        "", description="Name of the therapist. Empty: nobody has confirmed the stage, and nothing active is unlocked."
    )
    affected_side: Side = Field(description="The side that moves less, the patient's own left or right.")
    onset: Date | None = Field(None, description="When it began, as far as known.")
    stage: Stage = Field(description="What the face can do now; the stage decides what is allowed at all.")
    effort_ceiling_percent: Whole = Field(
        30, ge=10, le=60, description="No exercise asks for more, in percent of the healthy side's full movement."
    )
    views: Annotated[
        tuple[View, ...],
        Field(min_length=1),
        Allowed(f"a list of one or more of {', '.join(view.value for view in View)}"),
    ] = Field(tuple(View), description="How the own face may be shown; the first is shown at first.")
    short_practice: ShortPractice = Field(ShortPractice(), description="The daily short practice.")
    long_practice: LongPractice | None = Field(None, description="The longer session; without the table there is none.")
    focus: Focus | None = Field(None, description="Areas that take turns; without the table the plan's order holds.")
    eye_care: EyeCare | None = Field(None, description="Reminders for the eye; without the table there are none.")
    reminders: Reminders = Field(Reminders(), description="Quiet hours and putting off.")
    exercise: tuple[PlannedExercise, ...] = Field((), description="The exercises, in order.")
    routine: tuple[PlannedRoutine, ...] = Field((), description="The routines, in order.")
    stimulation: Stimulation | None = Field(None, description="Off unless this table is there.")

    @property
    def prescribed(self) -> bool:
        """Whether somebody stands for it."""
        return bool(self.prescriber.strip())
