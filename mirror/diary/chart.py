"""The chart, read back from the log: the same as if the mirror had never been switched off.

Every kind of thing is read from its own table, in the order in which it was written; a wall clock that was wrong, or
set back, changes nothing about that.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import tzinfo
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from mirror.diary.assessments import assessments
from mirror.diary.reading import FILE_NAME, reading
from mirror.diary.stamp import Stamp, when_of
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side
from mirror.problem import Problem
from mirror.therapy.catalogue import Purpose
from mirror.therapy.chart import Chart
from mirror.therapy.effects import (
    Answered,
    AttemptMeasured,
    DutyDone,
    ExerciseEnded,
    EyeSeen,
    Outcome,
    PracticeTime,
    PutOff,
    Record,
    SessionBegan,
    SessionEnded,
    SignSeen,
    StimulationDone,
)
from mirror.therapy.evidence import Confirmer, Sign
from mirror.therapy.eye_guardian import EyeWatch
from mirror.therapy.questions import Confirms, Consequence, QuestionId, Told
from mirror.therapy.red_flags import Urgency
from mirror.therapy.stage import Stage
from mirror.therapy.timetable import Duty
from mirror.therapy.when import When

#: So many of the newest rows are read of what decides only about the days around it (practices, duties, eyes, answers
#: that mean nothing): a quarter of a year at ten a day.  They are counted, not dated, because a date may be wrong.
#: Signs, attempts, assessments and answers that mean something are read whole: a stage rests on them for as long as
#: nobody says otherwise.
NEWEST: Final = 1000

_Event = tuple[Record, When]


def chart_of(data_dir: Path, zone: tzinfo | None = None) -> Chart:
    """What the log of ``data_dir`` knows; an empty chart where there is none yet.

    ``zone`` is the mirror's, None for the system's own.  Raises Problem when the log cannot be read, and when it has a
    word that this version does not know: what it locks would be forgotten.
    """
    with reading(data_dir) as db:
        return Chart() if db is None else chart_in(db, data_dir, zone)


def chart_in(db: sqlite3.Connection, data_dir: Path, zone: tzinfo | None = None) -> Chart:
    """The same from a log that is open.  Raises Problem when it has a word that this version does not know."""
    try:
        return Chart.of(_events(db, zone))
    except ValueError as error:
        raise Problem(
            f"The log {data_dir / FILE_NAME} has a word that this version of the mirror does not know ({error}). "
            "Install the version that wrote it, or choose another folder with --data DIR (or MIRROR_DATA)."
        ) from error


def _events(db: sqlite3.Connection, zone: tzinfo | None) -> Iterator[_Event]:
    yield from _practices(db, zone)
    for query, read in _NOTES:
        for row in db.execute(query, {"newest": NEWEST}):
            yield read(row), _when(row, zone)
    for row, assessed in assessments(db):
        yield assessed, _when(row, zone)


# Practice -------------------------------------------------------------------------------------------------------------


def _practices(db: sqlite3.Connection, zone: tzinfo | None) -> Iterator[_Event]:
    """Each session with what was done in it, as far as it came; the chart asks only when it began."""
    sessions = db.execute("SELECT * FROM sessions ORDER BY id DESC LIMIT ?", (NEWEST,)).fetchall()[::-1]
    first = sessions[0]["id"] if sessions else 0
    ended = db.execute("SELECT * FROM exercises WHERE session_id >= ? ORDER BY session_id, id", (first,))
    exercises = {session: list(rows) for session, rows in groupby(ended, itemgetter("session_id"))}
    for row in sessions:
        when = _when(row, zone)
        yield _began(row), when
        yield PracticeTime(row["charged_s"]), when
        for exercise in exercises.get(row["id"], ()):
            yield _ended(exercise), _when(exercise, zone)
        if row["outcome"] is not None:
            yield SessionEnded(Outcome(row["outcome"])), when


def _began(row: sqlite3.Row) -> SessionBegan:
    stage = None if row["stage"] is None else Stage(row["stage"])
    planned = tuple(json.loads(row["planned"]))
    return SessionBegan(planned, Duty(row["duty"]), Purpose(row["purpose"]), stage, row["revision"])


def _ended(row: sqlite3.Row) -> ExerciseEnded:
    return ExerciseEnded(
        row["exercise"], Outcome(row["outcome"]), row["repetitions"], row["guided_rounds"], row["asked"]
    )


# Notes ----------------------------------------------------------------------------------------------------------------


def _answered(row: sqlite3.Row) -> Answered:
    return Answered(QuestionId(row["question"]), row["answer"], _follows(row), row["prescription"] or "")


def _follows(row: sqlite3.Row) -> Consequence:
    """What follows from an answer: exactly one of its columns says so."""
    if row["urgency"] is not None:
        return Urgency(row["urgency"])
    if row["sign"] is not None:
        return Sign(row["sign"])
    if row["told"] is not None:
        return Told(row["told"])
    return Confirms(Stage(row["stage"]), Confirmer(row["confirmed_by"]))


def _sign(row: sqlite3.Row) -> SignSeen:
    return SignSeen(Sign(row["sign"]), row["detail"])


def _attempt(row: sqlite3.Row) -> AttemptMeasured:
    excursion = Excursion(row["left_mm"], row["right_mm"], row["confidence"])
    return AttemptMeasured(Movement(row["movement"]), row["number"], excursion, row["noise_mm"])


def _eye(row: sqlite3.Row) -> EyeSeen:
    return EyeSeen(row["gap_mm"], row["blink_part"], row["blinks"], EyeWatch(row["watch"]))


def _stimulation(row: sqlite3.Row) -> StimulationDone:
    given = (bool(row["armed"]), row["trains"], row["given_s"])
    return StimulationDone(Side(row["side"]), *given, json.loads(row["refusals"]), row["ledger_session"])


def _duty(row: sqlite3.Row) -> DutyDone | PutOff:
    duty = Duty(row["duty"])
    return DutyDone(duty) if row["outcome"] == "done" else PutOff(duty)


_NOTES: Final[tuple[tuple[str, Callable[[sqlite3.Row], Record]], ...]] = (
    (
        """SELECT * FROM answers
            WHERE urgency IS NULL OR id IN (SELECT id FROM answers ORDER BY id DESC LIMIT :newest) ORDER BY id""",
        _answered,
    ),
    ("SELECT * FROM signs ORDER BY id", _sign),
    ("SELECT * FROM attempts ORDER BY id", _attempt),
    ("SELECT * FROM (SELECT * FROM eyes ORDER BY id DESC LIMIT :newest) ORDER BY id", _eye),
    ("SELECT * FROM (SELECT * FROM stimulations ORDER BY id DESC LIMIT :newest) ORDER BY id", _stimulation),
    ("SELECT * FROM (SELECT * FROM duties ORDER BY id DESC LIMIT :newest) ORDER BY id", _duty),
)


def _when(row: sqlite3.Row, zone: tzinfo | None) -> When:
    synced = bool(row["clock_synced"])
    return when_of(Stamp(row["at_utc"], row["local_day"], row["boot_id"], row["monotonic_s"], synced), zone)
