"""How much was practised, and how much of what the plan asks for."""

import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from mirror.diary.adherence import AdherenceDay, adherence, that_count
from mirror.diary.ended import of_asked
from mirror.diary.report.parts import Part, Table
from mirror.diary.report.period import Period
from mirror.diary.wording import name_of
from mirror.grammar import listed
from mirror.language import N_, plural, translate

#: The last days, which have a count of their own.
_LATELY: Final = 14
#: Of days with a plan: on fewer it says nothing that little was done.
_WEEK: Final = 7
#: A pause that is told, in days without practice.
LONG_PAUSE_DAYS: Final = 4


def days_of(db: sqlite3.Connection, period: Period) -> tuple[AdherenceDay, ...]:
    return adherence(db, period.since.isoformat(), period.until.isoformat())


def practice_sentences(days: Sequence[AdherenceDay], period: Period) -> list[str]:
    """On how many days, how long, how much of the plan; and the longest pause."""
    asked_for = that_count(days, period.until)
    done = [day for day in asked_for if day.practised]
    if not done:
        return [translate("Nothing was practised in this time.")]
    form = plural("Practised on {count} of {all} day.", "Practised on {count} of {all} days.", len(asked_for))
    if len(asked_for) > _LATELY:
        form = translate("Practised on {count} of {all} days, and on {late} of the last {last}.")
    late = sum(day.practised for day in asked_for[-_LATELY:])
    said = [form.format(count=len(done), all=len(asked_for), late=late, last=_LATELY)]
    minutes = sum(day.done_min for day in done)
    form = translate("{minutes} minutes in all, {each} on a day of practice.")
    said.append(form.format(minutes=f"{minutes:.0f}", each=f"{minutes / len(done):.0f}"))
    if any(day.planned_short is not None for day in days):
        form = translate("The plan asked for {asked} practices; {kept} of them were done.")
        asked, kept = asked_and_kept(days, period.until)
        said.append(form.format(asked=asked, kept=kept))
    pause = longest_pause(days)
    if pause is not None:
        form = translate("Longest pause: {days} days, from {first} to {last}.")
        first, last = pause
        said.append(form.format(days=(last - first).days + 1, first=period.on(first), last=period.on(last)))
    return said


def asked_and_kept(days: Sequence[AdherenceDay], until: date) -> tuple[int, int]:
    """Practices that the plan asked for, and how many of them were done; more on one day make up for no other.

    Of ``until``, which has not ended, only those that were done have been asked for.
    """
    asked = kept = 0
    for day in days:
        done = min(day.done_short, day.planned_short or 0) + min(day.done_long, day.planned_long or 0)
        kept += done
        asked += (day.planned or 0) if day.local_day < until.isoformat() else done
    return asked, kept


def little_sentences(days: Sequence[AdherenceDay], period: Period) -> list[str]:
    """Of practice and of eye care: that less than half was done of what the plan asks for, over a week and more."""
    said = []
    asked, kept = asked_and_kept(days, period.until)
    if sum(day.planned_short is not None for day in days) >= _WEEK and 2 * kept < asked:
        form = translate("Less than half of the practices the plan asks for were done: {kept} of {asked}.")
        said.append(form.format(asked=asked, kept=kept))
    cared = [(day.planned_eye, min(day.done_eye, day.planned_eye)) for day in days if day.planned_eye]
    asked, kept = sum(planned for planned, _ in cared), sum(done for _, done in cared)
    if len(cared) >= _WEEK and 2 * kept < asked:
        form = translate("Less than half of the eye care the plan reminds of was noted: {kept} of {asked} times.")
        said.append(form.format(asked=asked, kept=kept))
    return said


def longest_pause(days: Sequence[AdherenceDay]) -> tuple[date, date] | None:
    """The first and the last day without practice of the longest pause; None where none is worth a word."""
    edges = [
        _before_first(days),
        *(date.fromisoformat(day.local_day) for day in days if day.practised),
        date.fromisoformat(days[-1].local_day) + timedelta(days=1),
    ]
    before, after = max(pairwise(edges), key=lambda pair: pair[1] - pair[0])
    first, last = before + timedelta(days=1), after - timedelta(days=1)
    return (first, last) if (last - first).days + 1 >= LONG_PAUSE_DAYS else None


def _before_first(days: Sequence[AdherenceDay]) -> date:
    return date.fromisoformat(days[0].local_day) - timedelta(days=1)


def days_since_practice(days: Sequence[AdherenceDay]) -> int:
    """Whole days without practice up to today."""
    return next((back for back, day in enumerate(reversed(days)) if day.practised), len(days))


def exercises_part(db: sqlite3.Connection, period: Period, most: int) -> Part | None:
    """Each exercise and routine: on how many days, and what came between; None where there was none."""
    rows = list(
        period.rows(
            db,
            """exercise, count(DISTINCT CASE WHEN repetitions + guided_rounds > 0 THEN local_day END) AS days,
               sum(repetitions) AS repetitions, sum(guided_rounds) AS rounds,
               CASE WHEN count(asked) = count(*) THEN sum(asked) END AS asked, sum(outcome = 'skipped') AS skipped,
               sum(outcome IN ('tight', 'tired', 'joined')) AS ended""",
            "exercises",
            "GROUP BY exercise ORDER BY days DESC, repetitions DESC, exercise",
        )
    )
    if not rows:
        return None
    heads = tuple(
        map(translate, (N_("Exercise or routine"), N_("Days"), N_("Repetitions"), N_("Skipped"), N_("Ended early")))
    )
    shown = rows if len(rows) <= most else rows[: most - 1]
    cells = [
        (name_of(row["exercise"]), str(row["days"]), _repetitions(row), str(row["skipped"]), str(row["ended"]))
        for row in shown
    ]
    remark = translate(
        "Ended early: the face became tight, the weaker side had done enough, or something kept joining in."
    )
    if len(shown) < len(rows):
        rest = len(rows) - len(shown)
        form = plural("{count} more is not shown here.", "{count} more are not shown here.", rest)
        remark = f"{form.format(count=rest)} {remark}"
    return Part(translate("What was practised"), tables=(Table(heads, tuple(cells)),), remark=remark)


def _repetitions(row: sqlite3.Row) -> str:
    """``58 of 60``; of what is guided by time nothing was measured."""
    return "0" if row["rounds"] else of_asked(row["repetitions"], row["asked"]) or str(row["repetitions"])


def eye_care_sentences(db: sqlite3.Connection, period: Period, days: Sequence[AdherenceDay]) -> list[str]:
    """How often the eye was cared for, and by whose word."""
    done = sum(day.done_eye for day in days)
    planned = sum(day.planned_eye or 0 for day in days)
    if not done and not planned:
        return []
    on = sum(day.done_eye > 0 for day in days)
    form = plural(
        "Eye care was noted {count} time, on {days} of {all} days.",
        "Eye care was noted {count} times, on {days} of {all} days.",
        done,
    )
    if planned:
        form = plural(
            "Eye care was noted {count} time, on {days} of {all} days; the plan reminds of it {planned} times.",
            "Eye care was noted {count} times, on {days} of {all} days; the plan reminds of it {planned} times.",
            done,
        )
    said = [form.format(count=done, days=on, all=len(days), planned=planned)]
    by = list(
        period.rows(db, "who, count(*) AS n", "duties", "AND outcome = 'done' AND duty LIKE 'eye care%' GROUP BY who")
    )
    if len(by) > 1:
        told = listed([f"{translate(row['who'])} {row['n']}" for row in by])
        said.append(translate("Noted by: {who}.").format(who=told))
    return said
