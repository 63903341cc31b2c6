"""What of a day somebody should look at."""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from mirror.diary.adherence import plan_on
from mirror.diary.page import parse_day
from mirror.therapy.evidence import Sign
from mirror.therapy.eye_guardian import EyeWatch
from mirror.therapy.following import Standing
from mirror.therapy.questions import Told
from mirror.therapy.red_flags import Urgency

#: For how long advice of an earlier day is still asked after where nobody has answered since: "the next few days".
ADVICE_LASTS_DAYS: Final = 3

#: Of ``runs``: the plug was pulled.  Where the next run is of the same boot the program fell, a fault of its own.
UNPLUGGED: Final = (
    "closed_incorrect AND boot_id IS NOT "
    "(SELECT later.boot_id FROM runs AS later WHERE later.id > runs.id ORDER BY later.id LIMIT 1)"
)


class Matter(Enum):
    """What it is about, the most urgent first."""

    RED_FLAG = "red flag"
    PAIN = "pain"
    TIGHT = "tight"
    EYE_OPEN = "the eye stays open"
    PLAN = "plan"
    FAULT = "fault"
    CUT_OFF = "switched off"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing to look at; the words for it are the reader's."""

    matter: Matter
    at_utc: str | None
    """The newest instant of it; None for what has no instant of its own."""
    word: str
    """RED_FLAG: the urgency; EYE_OPEN: the mm that stay open, if known; PLAN: the standing; FAULT: the kind."""
    detail: str
    """RED_FLAG: the question's id; FAULT: the sentence; else empty."""
    times: int = 1


@dataclass(frozen=True, slots=True)
class OpenAdvice:
    """What was advised on an earlier day, and of which nothing has been heard since."""

    day: date
    question: str
    urgency: Urgency


def open_advice(db: sqlite3.Connection, day: str) -> tuple[OpenAdvice, ...]:
    """Advice of the days before ``day`` (YYYY-MM-DD) that still stands on it, the most urgent first, then the newest.

    It stands for ``ADVICE_LASTS_DAYS`` days, until the same question is answered again or somebody says that a doctor
    has looked.  ``db`` comes from ``reading``.  Raises Problem for another text.
    """
    first = parse_day(day) - timedelta(days=ADVICE_LASTS_DAYS)
    found: dict[str, OpenAdvice] = {}
    for row in db.execute(
        "SELECT local_day, question, urgency, told FROM answers WHERE local_day BETWEEN ? AND ? ORDER BY id",
        (first.isoformat(), day),
    ):
        if row["told"] == Told.DOCTOR_LOOKED.value:
            found.clear()
        found.pop(row["question"], None)
        if row["local_day"] < day and row["urgency"] not in (None, Urgency.NONE.value):
            when = date.fromisoformat(row["local_day"])
            found[row["question"]] = OpenAdvice(when, row["question"], Urgency(row["urgency"]))
    return tuple(sorted(reversed(found.values()), key=lambda one: -one.urgency.rank))


def attention(db: sqlite3.Connection, day: str) -> tuple[Attention, ...]:
    """Of ``day`` (YYYY-MM-DD), the most urgent first.  ``db`` comes from ``reading``."""
    found = [*_answers(db, day), *_eye(db, day), *_plan(db, day), *_faults(db, day), *_doubts(db, day)]
    order = list(Matter)
    return tuple(sorted(found, key=lambda one: order.index(one.matter)))


def _answers(db: sqlite3.Connection, day: str) -> list[Attention]:
    flags = [
        Attention(Matter.RED_FLAG, row["at_utc"], row["urgency"], row["question"])
        for row in db.execute(
            "SELECT max(id), at_utc, urgency, question FROM answers WHERE local_day = ? GROUP BY question", (day,)
        )
        if row["urgency"] not in (None, Urgency.NONE.value)
    ]
    urgencies = [urgency.value for urgency in Urgency]
    flags.sort(key=lambda one: -urgencies.index(one.word) if one.word in urgencies else 0)
    matters = {Sign.PAIN.value: Matter.PAIN, Sign.TIGHT.value: Matter.TIGHT}
    signs = db.execute(
        """SELECT sign, max(at_utc) AS at_utc, count(*) AS times
             FROM (SELECT sign, at_utc, local_day FROM answers WHERE local_day = :day AND sign IS NOT NULL
                   UNION ALL SELECT sign, at_utc, local_day FROM signs WHERE local_day = :day)
            GROUP BY sign""",
        {"day": day},
    )
    return flags + [
        Attention(matters[row["sign"]], row["at_utc"], "", "", row["times"]) for row in signs if row["sign"] in matters
    ]


def _eye(db: sqlite3.Connection, day: str) -> list[Attention]:
    found = []
    seen = db.execute("SELECT at_utc, gap_mm, watch FROM eyes WHERE local_day = ? ORDER BY id DESC LIMIT 1", (day,))
    for row in seen:
        if row["watch"] == EyeWatch.OPEN.value:
            gap = "" if row["gap_mm"] is None else f"{max(0.0, row['gap_mm']):.1f}"
            found.append(Attention(Matter.EYE_OPEN, row["at_utc"], gap, ""))
    return found


def _plan(db: sqlite3.Connection, day: str) -> list[Attention]:
    plan = plan_on(db, day)
    if plan is None or plan.standing == Standing.IN_FORCE.value:
        return []
    return [Attention(Matter.PLAN, None, plan.standing, "")]


def _faults(db: sqlite3.Connection, day: str) -> list[Attention]:
    rows = db.execute(
        """SELECT kind, sentence, max(at_utc) AS at_utc, count(*) AS times FROM faults
            WHERE local_day = ? GROUP BY kind, sentence ORDER BY max(id)""",
        (day,),
    )
    return [Attention(Matter.FAULT, row["at_utc"], row["kind"], row["sentence"], row["times"]) for row in rows]


def _doubts(db: sqlite3.Connection, day: str) -> list[Attention]:
    """A pulled plug, and dates that nobody vouches for."""
    cut = db.execute(f"SELECT max(at_utc), count(*) FROM runs WHERE local_day = ? AND {UNPLUGGED}", (day,))
    at_utc, times = cut.fetchone()
    found = [Attention(Matter.CUT_OFF, at_utc, "", "", times)] if times else []
    unsure = db.execute("SELECT max(at_utc), count(*) FROM runs WHERE local_day = ? AND NOT clock_synced", (day,))
    at_utc, times = unsure.fetchone()
    return found + ([Attention(Matter.CLOCK, at_utc, "", "", times)] if times else [])
