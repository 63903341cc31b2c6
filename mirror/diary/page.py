"""A day and a week of the log, as data."""

import json
import sqlite3
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TypeVar

from mirror.problem import Problem
from mirror.therapy.catalogue import routines
from mirror.therapy.red_flags import Urgency


@dataclass(frozen=True, slots=True)
class ExerciseLine:
    """One exercise of one session.  Lengths and holds are means over its repetitions, None where there was none."""

    exercise: str
    movement: str | None
    outcome: str | None
    """How it ended; None while it goes on, or when the mirror was switched off in it."""
    repetitions: int
    guided_rounds: int
    """Rounds of an exercise that is guided by time and not measured."""
    left_mm: float | None
    right_mm: float | None
    symmetry: float | None
    """Weaker over stronger side, 0..1."""
    weaker: str | None
    """'left', 'right', or 'together' when the sides do not differ by more than the mirror can tell."""
    hold_s: float | None
    confidence: float | None
    joined: int = 0
    """In how many repetitions something joined in that should be quiet."""
    reading: str | None = None
    """'refined' or 'light': the path whose figures these are; the two are never averaged together."""
    stimulated: int = 0
    """In how many repetitions a stimulator acted: they count, and are part of no mean."""
    asked: int | None = None
    """How many repetitions or rounds it was to have, where the log knows."""

    @property
    def practised(self) -> bool:
        return self.repetitions + self.guided_rounds > 0


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One session and its exercises, in the order they were done."""

    id: int
    at_utc: str
    duty: str
    purpose: str
    outcome: str | None
    cut_off: bool
    """The mirror was switched off before the session ended."""
    exercises: tuple[ExerciseLine, ...]


@dataclass(frozen=True, slots=True)
class FaultLine:
    """Something that went wrong."""

    at_utc: str
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What was answered; what followed is in exactly one of ``urgency``, ``sign``, ``told`` and ``stage``."""

    at_utc: str
    question: str
    answer: str
    urgency: str | None
    sign: str | None
    told: str | None
    stage: str | None
    confirmed_by: str | None

    @property
    def matters(self) -> bool:
        """Whether anything followed."""
        return self.urgency != Urgency.NONE.value


@dataclass(frozen=True, slots=True)
class SignLine:
    """What the mirror saw that locks."""

    at_utc: str
    sign: str
    detail: str


@dataclass(frozen=True, slots=True)
class LockLine:
    """What was not to be done, and why; once, however often it was said."""

    exercise: str
    why: str
    sentence: str


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One try of the daily attempt."""

    at_utc: str
    movement: str
    number: int
    left_mm: float
    right_mm: float
    confidence: float
    noise_mm: float


@dataclass(frozen=True, slots=True)
class EyeLine:
    """What was seen of the affected eye."""

    at_utc: str
    gap_mm: float | None
    blink_part: float | None
    blinks: int
    watch: str


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """What a standard assessment came to."""

    at_utc: str
    composite: int | None
    """0 to 100; None when ``abstained`` says why."""
    affected: str | None
    confidence: float | None
    abstained: str | None


@dataclass(frozen=True, slots=True)
class StimulationLine:
    """What a prescribed stimulator did in a session."""

    at_utc: str
    side: str
    armed: int
    trains: int
    given_s: float
    refusals: str
    """JSON: in how many holds it was refused, by the guard's reason."""


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A reminder that was answered: 'done' or 'put off'."""

    at_utc: str
    duty: str
    outcome: str
    who: str = "mirror"
    """'mirror', or 'caregiver' for what was ticked on a phone."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What somebody wrote."""

    at_utc: str
    who: str
    text: str


_Line = TypeVar(
    "_Line",
    AnswerLine,
    SignLine,
    LockLine,
    AttemptLine,
    EyeLine,
    AssessmentLine,
    StimulationLine,
    DutyLine,
    NoteLine,
    FaultLine,
)


@dataclass(frozen=True, slots=True)
class Day:
    """One day's page."""

    local_day: str
    sessions: tuple[SessionPage, ...] = ()
    answers: tuple[AnswerLine, ...] = ()
    signs: tuple[SignLine, ...] = ()
    locks: tuple[LockLine, ...] = ()
    attempts: tuple[AttemptLine, ...] = ()
    eyes: tuple[EyeLine, ...] = ()
    assessments: tuple[AssessmentLine, ...] = ()
    stimulations: tuple[StimulationLine, ...] = ()
    duties: tuple[DutyLine, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    faults: tuple[FaultLine, ...] = ()

    @property
    def practised(self) -> tuple[ExerciseLine, ...]:
        """Every exercise that was practised, once per session."""
        return tuple(line for session in self.sessions for line in session.exercises if line.practised)


@dataclass(frozen=True, slots=True)
class DayCount:
    """How much was practised on one day."""

    local_day: str
    sessions: int = 0
    exercises: int = 0
    """Different ones, without the routines: as the day's sentence counts."""
    routines: int = 0
    """Different ones."""
    repetitions: int = 0


def parse_day(text: str) -> date:
    """A day as it is written on the command line.  Raises Problem for anything but YYYY-MM-DD."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise _not_a_day(text) from error
    if day.isoformat() != text:  # fromisoformat also takes 20261121 and 2026-W47-6
        raise _not_a_day(text)
    return day


def _not_a_day(text: str) -> Problem:
    return Problem(f"'{text}' is not a day. Write it as YYYY-MM-DD, for example 2026-11-21.")


def day_page(db: sqlite3.Connection, day: str) -> Day:
    """The page of ``day`` (YYYY-MM-DD).  ``db`` comes from ``reading``."""
    return Day(
        local_day=day,
        sessions=_sessions(db, day),
        answers=_lines(db, "answers", AnswerLine, day),
        signs=_lines(db, "signs", SignLine, day),
        locks=tuple({(lock.exercise, lock.why): lock for lock in _lines(db, "locks", LockLine, day)}.values()),
        attempts=_lines(db, "attempts", AttemptLine, day),
        eyes=_lines(db, "eyes", EyeLine, day),
        assessments=_lines(db, "assessments", AssessmentLine, day),
        stimulations=_lines(db, "stimulations", StimulationLine, day),
        duties=_lines(db, "duties", DutyLine, day),
        notes=_lines(db, "notes", NoteLine, day),
        faults=_lines(db, "faults", FaultLine, day),
    )


def _sessions(db: sqlite3.Connection, day: str) -> tuple[SessionPage, ...]:
    lines: dict[int, list[ExerciseLine]] = {}
    for row in db.execute(
        """SELECT session_id, exercise, movement, outcome, repetitions, guided_rounds,
                  left_mm, right_mm, symmetry, weaker, hold_s, confidence, joined, reading,
                  (SELECT count(*) FROM repetitions
                    WHERE stimulated AND repetitions.session_id = summary.session_id
                      AND repetitions.exercise = summary.exercise),
                  asked
             FROM daily_summary AS summary WHERE local_day = ? ORDER BY session_id, first_monotonic_s""",
        (day,),
    ):
        lines.setdefault(row["session_id"], []).append(ExerciseLine(*tuple(row)[1:]))
    sessions = db.execute(
        """SELECT sessions.id, sessions.at_utc, duty, purpose, outcome,
                  outcome IS NULL AND (runs.clean_shutdown OR runs.closed_incorrect) AS cut_off
             FROM sessions JOIN runs ON runs.id = run_id WHERE sessions.local_day = ? ORDER BY sessions.id""",
        (day,),
    )
    return tuple(
        SessionPage(
            id=row["id"],
            at_utc=row["at_utc"],
            duty=row["duty"],
            purpose=row["purpose"],
            outcome=row["outcome"],
            cut_off=bool(row["cut_off"]),
            exercises=tuple(lines.get(row["id"], ())),
        )
        for row in sessions
    )


def _lines(db: sqlite3.Connection, table: str, line: type[_Line], day: str) -> tuple[_Line, ...]:
    """The rows of one table, in the order in which they were written; ``line`` names the columns."""
    columns = ", ".join(column.name for column in fields(line))
    found = db.execute(f"SELECT {columns} FROM {table} WHERE local_day = ? ORDER BY id", (day,))
    return tuple(line(*row) for row in found)


def week_counts(db: sqlite3.Connection, last_day: str) -> tuple[DayCount, ...]:
    """The seven days that end with ``last_day`` (YYYY-MM-DD), the earliest first; a day without practice has zeros."""
    last = parse_day(last_day)
    days = [(last - timedelta(days=back)).isoformat() for back in range(6, -1, -1)]
    rows = db.execute(
        """SELECT local_day, count(DISTINCT session_id),
                  count(DISTINCT CASE WHEN exercise NOT IN (SELECT value FROM json_each(:routines)) THEN exercise END),
                  count(DISTINCT CASE WHEN exercise IN (SELECT value FROM json_each(:routines)) THEN exercise END),
                  sum(repetitions)
             FROM daily_summary WHERE local_day BETWEEN :first AND :last AND repetitions + guided_rounds > 0
            GROUP BY local_day""",
        {"routines": json.dumps(list(routines())), "first": days[0], "last": days[-1]},
    )
    found = {row["local_day"]: DayCount(*row) for row in rows}
    return tuple(found.get(day, DayCount(day)) for day in days)
