"""The log as it is read aloud on a terminal: a sentence first, then the figures."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta, tzinfo
from pathlib import Path
from typing import Final

from mirror.diary.adherence import AdherenceDay, days_of_log, first_day, that_count
from mirror.diary.beside import beside
from mirror.diary.ended import ended, joined_regions, of_asked
from mirror.diary.page import Day, DayCount, ExerciseLine, SessionPage, day_page, parse_day, week_counts
from mirror.diary.reading import reading
from mirror.diary.wording import clock, counted, length, name_of, number, tenths, times, wrapped
from mirror.grammar import day_and_month, long_date, weekday, weekday_and_date
from mirror.language import N_, plural, translate
from mirror.therapy.catalogue import Purpose, routines

FOOT: Final = N_("Mirror estimate, not a diagnosis.")
_MEANING: Final = N_("Left and right are your own sides. Lengths and holds are means over the repetitions.")
_DAY_HEADS: Final = (N_("Repetitions"), N_("Left mm"), N_("Right mm"), N_("Weaker side"), N_("Hold s"))
_WEEK_HEADS: Final = (N_("Sessions"), N_("Exercises"), N_("Repetitions"), N_("Routines"))
#: The widest column of names beside five figures; what has a longer name is guided by time.
_NAME_COLUMNS: Final = 25


def today_text(data_dir: Path, day: str, zone: tzinfo | None = None) -> str:
    """Today's page; ``day`` is today's date, YYYY-MM-DD (``Stamp.local_day``)."""
    with reading(data_dir) as db:
        return (
            _no_log(data_dir) if db is None else as_text(day_page(db, day), translate("No practice yet today."), zone)
        )


def day_text(data_dir: Path, day: str, zone: tzinfo | None = None) -> str:
    """The page of any day, YYYY-MM-DD.  Raises Problem for another text."""
    when = parse_day(day)
    with reading(data_dir) as db:
        if db is None:
            return _no_log(data_dir)
        return as_text(
            day_page(db, when.isoformat()), translate("No practice on {date}.").format(date=_long(when)), zone
        )


def week_text(data_dir: Path, last_day: str) -> str:
    """The seven days that end with ``last_day``."""
    with reading(data_dir) as db:
        return _no_log(data_dir) if db is None else week_in(db, last_day)


def week_in(db: sqlite3.Connection, last_day: str) -> str:
    """The same of a log that is open; ``db`` comes from ``reading``."""
    last = parse_day(last_day)
    days = days_of_log(db, last - timedelta(days=6), last)
    return _week_as_text(week_counts(db, last_day), that_count(days, last), first_day(db))


def as_text(day: Day, nothing: str, zone: tzinfo | None = None) -> str:
    """The page of a day in words and an aligned table.  ``nothing`` stands for a day without a session."""
    parts = [wrapped(sentence(day)) if day.sessions else nothing]
    joined = joined_regions(day)
    parts += ["\n".join(_session(session, joined, zone)) for session in day.sessions]
    parts += beside(day, zone)
    if day.practised or day.attempts or day.assessments:
        parts.append(f"{wrapped(translate(_MEANING), hanging='')}\n{translate(FOOT)}")
    return "\n\n".join(parts) + "\n"


def as_json(day: Day) -> dict[str, object]:
    """The same page for programs."""
    return {**asdict(day), "sentence": sentence(day), "note": translate(FOOT)}


def sentence(day: Day) -> str:
    """The day in one sentence."""
    when = _long(date.fromisoformat(day.local_day))
    practised = day.practised
    if not day.sessions:
        return translate("{date}: no practice yet.").format(date=when)
    if not practised:
        form = plural(
            "{date}: {count} session begun, no exercise yet.",
            "{date}: {count} sessions begun, no exercise yet.",
            len(day.sessions),
        )
        return form.format(date=when, count=number(len(day.sessions)))
    sessions = sum(any(line.practised for line in session.exercises) for session in day.sessions)
    done = {line.exercise for line in practised}
    by_time = len(done & routines().keys())
    counts = [counted(plural("{count} session", "{count} sessions", sessions), sessions)]
    if exercises := len(done) - by_time:
        counts.append(counted(plural("{count} exercise", "{count} exercises", exercises), exercises))
        repetitions = sum(line.repetitions for line in practised)
        counts.append(counted(plural("{count} repetition", "{count} repetitions", repetitions), repetitions))
    if by_time:
        counts.append(counted(plural("{count} routine", "{count} routines", by_time), by_time))
    return translate("{date}: {counts}.").format(date=when, counts=", ".join(counts))


def _week_as_text(days: Sequence[DayCount], asked: Sequence[AdherenceDay], begun: date | None) -> str:
    """A week in one sentence, which is about the days that were ``asked`` for, and a table.

    A day without practice is a dash, nothing more.  ``begun`` is the log's first day.
    """
    first, last = date.fromisoformat(days[0].local_day), date.fromisoformat(days[-1].local_day)
    practised = sum(day.practised for day in asked)
    if practised and len(asked) == 1:
        # "One of one day" over a table of seven would leave open which one, and what became of the others.
        at_first = begun is not None and asked[0].local_day == begun.isoformat()
        form = translate(
            "{first} to {last}: practised on one day, the first in the log."
            if at_first
            else "{first} to {last}: practised on one day."
        )
    elif practised:
        form = plural(
            "{first} to {last}: practised on {count} of {all} day.",
            "{first} to {last}: practised on {count} of {all} days.",
            len(asked),
        )
    else:
        form = translate("{first} to {last}: nothing yet.")
    summary = form.format(
        first=day_and_month(first), last=long_date(last), count=number(practised), all=number(len(asked))
    )
    rows = [["", *map(translate, _WEEK_HEADS)]]
    for day in days:
        when = date.fromisoformat(day.local_day)
        counts = (day.sessions, day.exercises, day.repetitions, day.routines)
        rows.append([weekday_and_date(when), *(str(count) if day.sessions else "-" for count in counts)])
    lines = _aligned(rows)
    return "\n".join([summary, "", *lines]) + "\n"


def _session(session: SessionPage, joined: Mapping[str, str], zone: tzinfo | None) -> list[str]:
    what = translate("assessment") if session.purpose == Purpose.ASSESSMENT.value else translate(session.duty)
    heading = f"{clock(session.at_utc, zone)}, {what}, {_session_ended(session)}"
    if not session.exercises:
        return [f"{heading}. {translate('No exercise yet.')}"]
    names = [name_of(line.exercise) for line in session.exercises]
    width = max((len(name) for name in names if len(name) <= _NAME_COLUMNS), default=0)
    named = list(zip(names, session.exercises, strict=True))
    measured = [[name, *_figures(line)] for name, line in named if line.repetitions]
    heads, *figures = _aligned([["".ljust(width), *map(translate, _DAY_HEADS)], *measured])
    lines = [heading, heads] if measured else [heading]
    rows = iter(figures)
    for name, line in named:
        remark = "; ".join(_remarks(line, joined.get(line.exercise, "")))
        if line.repetitions:
            lines += [next(rows), wrapped(remark, "  ", "")] if remark else [next(rows)]
        else:
            lines.append(wrapped(f"{name.ljust(width)}  {remark}".rstrip()))
    return lines


def _session_ended(session: SessionPage) -> str:
    if session.cut_off:
        return translate("the mirror was switched off")
    if session.outcome is None:
        return translate("not ended yet")
    return ended(session.outcome) or translate(session.outcome)


def _figures(line: ExerciseLine) -> list[str]:
    lengths = (length(line.left_mm), length(line.right_mm))
    done = of_asked(line.repetitions, line.asked) or str(line.repetitions)
    return [done, *lengths, translate(line.weaker) if line.weaker else "-", tenths(line.hold_s)]


def _remarks(line: ExerciseLine, region: str) -> list[str]:
    """What the figures do not say; ``region`` is what joined in when it was ended for that."""
    remarks = []
    if line.guided_rounds:
        by_time = line.exercise in routines() and line.guided_rounds == 1
        rounds = plural("{count} round, guided by time", "{count} rounds, guided by time", line.guided_rounds)
        all_rounds = counted(rounds, line.guided_rounds)
        if (part := of_asked(line.guided_rounds, line.asked)) is not None:
            all_rounds = translate("{part} rounds, guided by time").format(part=part)
        remarks.append(translate("guided by time") if by_time else all_rounds)
    if line.stimulated:
        helped = translate("the stimulator helped {times}, which is counted and not in the figures")
        remarks.append(helped.format(times=times(line.stimulated)))
    if line.repetitions > line.stimulated and line.left_mm is None:
        remarks.append(translate("counted; the mirror cannot be sure how far"))
    if line.joined:
        remarks.append(translate("something joined in {times}").format(times=times(line.joined)))
    if how := ended(line.outcome, region):
        remarks.append(how)
    return remarks


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns under each other: the first to the left, figures to the right, what has no heading as it is."""
    columns = len(rows[0])
    widths = [max(len(row[column]) for row in rows) for column in range(columns)]
    return [
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:columns], widths[1:], strict=True)),
                *row[columns:],
            ]
        ).rstrip()
        for row in rows
    ]


def _no_log(data_dir: Path) -> str:
    return (
        translate("There is no log in {folder} yet. It begins with the first session.").format(folder=data_dir) + "\n"
    )


def _long(day: date) -> str:
    return translate("{weekday} {date}").format(weekday=weekday(day), date=long_date(day))
