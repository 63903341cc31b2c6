"""The log as it is read aloud on a terminal: a sentence first, then the figures."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, tzinfo
from pathlib import Path
from typing import Final

from mirror.diary.beside import beside
from mirror.diary.page import Day, DayCount, ExerciseLine, SessionPage, day_page, parse_day, week_counts
from mirror.diary.reading import reading
from mirror.diary.wording import clock, counted, length, name_of, number, tenths, times, wrapped
from mirror.therapy.catalogue import Purpose, routines
from mirror.therapy.effects import Outcome

FOOT: Final = "Mirror estimate, not a diagnosis."
_MEANING: Final = "Left and right are your own sides. Lengths and holds are means over the repetitions."
_DAY_HEADS: Final = ("Repetitions", "Left mm", "Right mm", "Weaker side", "Hold s")
_WEEK_HEADS: Final = ("Sessions", "Exercises", "Repetitions")
#: The widest column of names beside five figures; what has a longer name is guided by time.
_NAME_COLUMNS: Final = 25
#: How an exercise ended, where there is more to say than that it was done.
ENDED: Final = {
    Outcome.SKIPPED.value: "skipped",
    Outcome.STOPPED.value: "stopped early",
    Outcome.NOT_YET.value: "no movement the mirror could be sure of yet",
    Outcome.TIGHT.value: "ended early, because the face became tight",
    Outcome.TIRED.value: "ended early, because the weaker side had done enough",
    Outcome.JOINED.value: "ended early, because something kept joining in",
    Outcome.TIME.value: "ended, because the time was over",
}


def today_text(data_dir: Path, day: str, zone: tzinfo | None = None) -> str:
    """Today's page; ``day`` is today's date, YYYY-MM-DD (``Stamp.local_day``)."""
    with reading(data_dir) as db:
        return _no_log(data_dir) if db is None else as_text(day_page(db, day), "No practice yet today.", zone)


def day_text(data_dir: Path, day: str, zone: tzinfo | None = None) -> str:
    """The page of any day, YYYY-MM-DD.  Raises Problem for another text."""
    when = parse_day(day)
    with reading(data_dir) as db:
        if db is None:
            return _no_log(data_dir)
        return as_text(day_page(db, when.isoformat()), f"No practice on {_long(when)}.", zone)


def week_text(data_dir: Path, last_day: str) -> str:
    """The seven days that end with ``last_day``."""
    with reading(data_dir) as db:
        return _no_log(data_dir) if db is None else week_as_text(week_counts(db, last_day))


def as_text(day: Day, nothing: str, zone: tzinfo | None = None) -> str:
    """The page of a day in words and an aligned table.  ``nothing`` stands for a day without a session."""
    parts = [wrapped(sentence(day)) if day.sessions else nothing]
    parts += ["\n".join(_session(session, zone)) for session in day.sessions]
    parts += beside(day, zone)
    if day.practised or day.attempts or day.assessments:
        parts.append(f"{wrapped(_MEANING, hanging='')}\n{FOOT}")
    return "\n\n".join(parts) + "\n"


def as_json(day: Day) -> dict[str, object]:
    """The same page for programs."""
    return {**asdict(day), "sentence": sentence(day), "note": FOOT}


def sentence(day: Day) -> str:
    """The day in one sentence."""
    when = _long(date.fromisoformat(day.local_day))
    practised = day.practised
    if not day.sessions:
        return f"{when}: no practice yet."
    if not practised:
        return f"{when}: {counted(len(day.sessions), 'session')} begun, no exercise yet."
    sessions = sum(any(line.practised for line in session.exercises) for session in day.sessions)
    done = {line.exercise for line in practised}
    by_time = len(done & routines().keys())
    counts = [counted(sessions, "session")]
    if len(done) > by_time:
        counts += [counted(len(done) - by_time, "exercise")]
        counts += [counted(sum(line.repetitions for line in practised), "repetition")]
    if by_time:
        counts += [counted(by_time, "routine")]
    return f"{when}: {', '.join(counts)}."


def week_as_text(days: Sequence[DayCount]) -> str:
    """A week in one sentence and a table.  A day without practice is a dash, nothing more."""
    first, last = date.fromisoformat(days[0].local_day), date.fromisoformat(days[-1].local_day)
    practised = sum(day.sessions > 0 for day in days)
    span = f"{first.day} {first:%B} to {last.day} {last:%B} {last.year}"
    summary = f"practised on {number(practised)} of {number(len(days))} days" if practised else "nothing yet"
    rows = [["", *_WEEK_HEADS]]
    for day in days:
        when = date.fromisoformat(day.local_day)
        counts = [day.sessions, day.exercises, day.repetitions] if day.sessions else ["-"] * len(_WEEK_HEADS)
        rows.append([f"{when:%A} {when.day} {when:%B}", *map(str, counts)])
    lines = _aligned(rows)
    return "\n".join([f"{span}: {summary}.", "", *lines]) + "\n"


def _session(session: SessionPage, zone: tzinfo | None) -> list[str]:
    what = "assessment" if session.purpose == Purpose.ASSESSMENT.value else session.duty
    heading = f"{clock(session.at_utc, zone)}, {what}, {_session_ended(session)}"
    if not session.exercises:
        return [f"{heading}. No exercise yet."]
    names = [name_of(line.exercise) for line in session.exercises]
    width = max((len(name) for name in names if len(name) <= _NAME_COLUMNS), default=0)
    named = list(zip(names, session.exercises, strict=True))
    measured = [[name, *_figures(line)] for name, line in named if line.repetitions]
    heads, *figures = _aligned([["".ljust(width), *_DAY_HEADS], *measured])
    lines = [heading, heads] if measured else [heading]
    rows = iter(figures)
    for name, line in named:
        remark = "; ".join(_remarks(line))
        if line.repetitions:
            lines += [next(rows), wrapped(remark, "  ", "")] if remark else [next(rows)]
        else:
            lines.append(wrapped(f"{name.ljust(width)}  {remark}".rstrip()))
    return lines


def _session_ended(session: SessionPage) -> str:
    if session.cut_off:
        return "the mirror was switched off"
    return "not ended yet" if session.outcome is None else ENDED.get(session.outcome, session.outcome)


def _figures(line: ExerciseLine) -> list[str]:
    lengths = (length(line.left_mm), length(line.right_mm))
    return [str(line.repetitions), *lengths, line.weaker or "-", tenths(line.hold_s)]


def _remarks(line: ExerciseLine) -> list[str]:
    """What the figures do not say."""
    remarks = []
    if line.guided_rounds:
        by_time = line.exercise in routines() and line.guided_rounds == 1
        remarks.append("guided by time" if by_time else f"{counted(line.guided_rounds, 'round')}, guided by time")
    if line.repetitions and line.left_mm is None:
        remarks.append("counted; the mirror cannot be sure how far")
    if line.joined:
        remarks.append(f"something joined in {times(line.joined)}")
    if line.outcome in ENDED:
        remarks.append(ENDED[line.outcome])
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
    return f"There is no log in {data_dir} yet. It begins with the first session.\n"


def _long(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"
