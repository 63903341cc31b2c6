"""What was advised on the days before, and of which nothing has been heard since."""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mirror.diary.page import parse_day
from mirror.therapy.questions import Told
from mirror.therapy.red_flags import Urgency

#: For how long advice of an earlier day is still asked after where nobody has answered since: "the next few days".
ADVICE_LASTS_DAYS: Final = 3


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
