"""Both pages as data: every word of them, in the mirror's language, and the charts."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mirror.diary.report.assessed import assessments_part, estimated
from mirror.diary.report.calendar import Calendar, calendar_of
from mirror.diary.report.device import mirror_part, stimulation_part
from mirror.diary.report.face import co_movement_part, eye_of, eye_part, first_movement_part, quiet
from mirror.diary.report.matters import changes_part, first_part
from mirror.diary.report.parts import Part
from mirror.diary.report.period import Period, period_of
from mirror.diary.report.planned import history, plan_part
from mirror.diary.report.practice import days_of, exercises_part, eye_care_sentences, practice_sentences
from mirror.diary.report.told import locks_part, notes_part, words_part
from mirror.diary.today import FOOT
from mirror.diary.trend_chart import PAPER, trend_chart
from mirror.diary.trend_words import (
    about_sentence,
    balance_sentence,
    chart_title,
    confidence_words,
    left_out_sentence,
    margin_words,
)
from mirror.diary.trends import Trend, trends
from mirror.grammar import day_and_month, long_date
from mirror.language import translate
from mirror.therapy.following import Following

#: Movements that have a chart; all there are.
MOST_CHARTS: Final = 6
#: Lines that what comes first always has room for.
_FIRST: Final = 6


@dataclass(frozen=True, slots=True)
class ChartBox:
    """One movement: its chart, and the words beside it."""

    title: str
    svg: str
    """Empty where no day could be read: an empty chart says nothing."""
    sentence: str
    remark: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The report."""

    title: str
    covers: str
    name: str
    """Before the line on which somebody writes the name: the mirror does not know it."""
    foot: str
    first: Part
    changes: Part
    plan: Part
    practice: Part
    calendar: Calendar | None
    exercises: Part | None
    assessments: Part
    words: Part
    locks: Part
    trends: Part
    charts: tuple[ChartBox, ...]
    beside: tuple[Part, ...]
    """Of the second page, below the charts, the largest first."""
    reading: str
    """How to read the figures."""


def sheet_of(
    db: sqlite3.Connection, following: Following, since: date | None, today: date, app_version: str, most: int
) -> Sheet:
    """The report on the days up to ``today``; ``most`` is how many lines a list may have.

    ``db`` comes from ``reading``.  Raises Problem for a ``since`` after today.
    """
    period = period_of(db, since, today)
    days, found, seen = days_of(db, period), trends(db, period.since, period.until), estimated(db, period)
    eye, joined = eye_of(db, period), quiet(db, period)
    beside = (
        co_movement_part(joined, most),
        eye_part(eye, eye_care_sentences(db, period, days)),
        first_movement_part(db, period, following.plan.affected_side),
        stimulation_part(db, period, following.plan.stimulation),
        notes_part(db, period, most),
        mirror_part(db, period, app_version, most),
    )
    return Sheet(
        title=translate("Report for the visit on {day}").format(day=long_date(today)),
        covers=_covers(period),
        name=translate("Name"),
        foot=translate(FOOT),
        first=first_part(db, period, following, days, eye, joined, max(_FIRST, most)),
        changes=changes_part(found, seen, period, max(_FIRST, most)),
        plan=plan_part(following, history(db, period), most),
        practice=Part(translate("Practice"), tuple(practice_sentences(days, period))),
        calendar=calendar_of(days, period) if any(day.practised for day in days) else None,
        exercises=exercises_part(db, period, most),
        assessments=assessments_part(seen, period),
        words=words_part(db, period, most),
        locks=locks_part(db, period, most),
        trends=_trends_part(found),
        charts=tuple(_box(one) for one in found[:MOST_CHARTS]),
        beside=tuple(part for part in beside if part is not None),
        reading=_how_to_read(),
    )


def _covers(period: Period) -> str:
    if period.days == 1:
        return long_date(period.until)
    first = day_and_month(period.since) if period.since.year == period.until.year else long_date(period.since)
    form = translate("{first} to {last}: {count} days")
    return form.format(first=first, last=long_date(period.until), count=period.days)


def _trends_part(found: Sequence[Trend]) -> Part:
    heading = translate("How far each side goes, day by day")
    if not found:
        return Part(heading, (translate("No movement was measured in this time."),))
    if all(trend.method is None for trend in found):
        return Part(heading)
    remark = translate(
        "Full line: left. Broken line: right. Grey band: what days differ by without a change, "
        "around the first days (95 %, from neighbouring days). A practice asks for small movements, not for full ones."
    )
    return Part(heading, remark=remark)


def _box(trend: Trend) -> ChartBox:
    remarks = " ".join(filter(None, [margin_words(trend), confidence_words(trend), left_out_sentence(trend)]))
    svg = "" if trend.method is None else trend_chart(trend, f"trend-{trend.movement.value}", PAPER)
    return ChartBox(chart_title(trend.movement), svg, f"{about_sentence(trend)} {balance_sentence(trend)}", remarks)


def _how_to_read() -> str:
    return translate(
        "Left and right are the person's own sides. Millimetres are scaled by the iris and the eyes' corners, and "
        "are off by up to 5 % from person to person. Confidence goes from 0 to 1. None of it has been tried against "
        "clinicians' grades."
    )
