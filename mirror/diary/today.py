"""The log as it is read aloud on a terminal: a sentence first, then the figures."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Final

from mirror.diary.page import Day, DayCount, ExerciseLine, SessionPage, day_page, parse_day, week_counts
from mirror.diary.reading import reading
from mirror.therapy.catalogue import catalogue

FOOT: Final = "Mirror estimate, not a diagnosis."
_MEANING: Final = "Left and right are your own sides. Lengths and holds are means over the repetitions."
# fmt: off
_NUMBERS: Final = (
    "no", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)
# fmt: on
_DAY_HEADS: Final = ("Repetitions", "Left mm", "Right mm", "Weaker side", "Hold s")
_WEEK_HEADS: Final = ("Sessions", "Exercises", "Repetitions")
#: How an exercise ended, where there is more to say than that it was done.
_ENDED: Final = {
    "skipped": "skipped",
    "stopped": "stopped early",
    "not yet": "no movement the mirror could be sure of yet",
}


def today_text(data_dir: Path, day: str, zone: tzinfo | None = None) -> str:
    """Today's page; ``day`` is today's date, YYYY-MM-DD (``Stamp.local_day``)."""
    with reading(data_dir) as db:
        return _no_log(data_dir) if db is None else as_text(day_page(db, day), "Nothing yet today.", zone)


def day_text(data_dir: Path, day: str, zone: tzinfo | None = None) -> str:
    """The page of any day, YYYY-MM-DD.  Raises Problem for another text."""
    when = parse_day(day)
    with reading(data_dir) as db:
        if db is None:
            return _no_log(data_dir)
        return as_text(day_page(db, when.isoformat()), f"Nothing on {_long(when)}.", zone)


def week_text(data_dir: Path, last_day: str) -> str:
    """The seven days that end with ``last_day``."""
    with reading(data_dir) as db:
        return _no_log(data_dir) if db is None else week_as_text(week_counts(db, last_day))


def as_text(day: Day, nothing: str, zone: tzinfo | None = None) -> str:
    """The page of a day in words and an aligned table.  ``nothing`` stands for a day without a session."""
    parts = [sentence(day) if day.sessions else nothing]
    parts += ["\n".join(_session(session, zone)) for session in day.sessions]
    if day.faults:
        noted = [f"  {_clock(fault.at_utc, zone)}  {fault.kind}: {fault.sentence}" for fault in day.faults]
        parts.append("\n".join(["Noted:", *noted]))
    if day.practised:
        parts.append(f"{_MEANING}\n{FOOT}")
    return "\n\n".join(parts) + "\n"


def as_json(day: Day) -> dict[str, object]:
    """The same page for programs."""
    return {**asdict(day), "sentence": sentence(day), "note": FOOT}


def sentence(day: Day) -> str:
    """The day in one sentence."""
    when = _long(date.fromisoformat(day.local_day))
    practised = day.practised
    if not day.sessions:
        return f"{when}: nothing yet."
    if not practised:
        return f"{when}: {_count(len(day.sessions), 'session')} begun, no exercise yet."
    exercises = len({line.exercise for line in practised})
    repetitions = sum(line.repetitions for line in practised)
    sessions = sum(any(line.practised for line in session.exercises) for session in day.sessions)
    counts = (_count(sessions, "session"), _count(exercises, "exercise"), _count(repetitions, "repetition"))
    return f"{when}: {', '.join(counts)}."


def week_as_text(days: Sequence[DayCount]) -> str:
    """A week in one sentence and a table.  A day without practice is a dash, nothing more."""
    first, last = date.fromisoformat(days[0].local_day), date.fromisoformat(days[-1].local_day)
    practised = sum(day.sessions > 0 for day in days)
    span = f"{first.day} {first:%B} to {last.day} {last:%B} {last.year}"
    summary = f"practised on {_number(practised)} of {_number(len(days))} days" if practised else "nothing yet"
    rows = [["", *_WEEK_HEADS]]
    for day in days:
        when = date.fromisoformat(day.local_day)
        counts = [day.sessions, day.exercises, day.repetitions] if day.sessions else ["-"] * len(_WEEK_HEADS)
        rows.append([f"{when:%A} {when.day} {when:%B}", *map(str, counts)])
    lines = _aligned(rows)
    return "\n".join([f"{span}: {summary}.", "", *lines]) + "\n"


def _session(session: SessionPage, zone: tzinfo | None) -> list[str]:
    heading = f"{_clock(session.at_utc, zone)}, {_session_ended(session)}"
    if not session.exercises:
        return [f"{heading}. No exercise yet."]
    return _aligned([[heading, *_DAY_HEADS], *map(_exercise, session.exercises)])


def _session_ended(session: SessionPage) -> str:
    if session.cut_off:
        return "the mirror was switched off"
    return "not ended yet" if session.outcome is None else _ENDED.get(session.outcome, session.outcome)


def _exercise(line: ExerciseLine) -> list[str]:
    """The cells of one line; the last one, a remark, belongs to no column."""
    remark = _ENDED.get(line.outcome or "", "")
    if line.guided_rounds:
        rounds = f"{_count(line.guided_rounds, 'round')}, guided by time"
        remark = f"{rounds}, {remark}" if remark else rounds
    figures = ["-"] * len(_DAY_HEADS)
    if line.repetitions:
        lengths = (_length(line.left_mm), _length(line.right_mm))
        figures = [str(line.repetitions), *lengths, line.weaker or "-", _tenths(line.hold_s)]
        if line.left_mm is None:
            unsure = "counted; the mirror cannot be sure how far"
            remark = f"{unsure}, {remark}" if remark else unsure
    return [_name(line.exercise), *figures, remark]


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


def _name(exercise: str) -> str:
    """What people call it, as on the screen; an exercise of another version by its id."""
    known = catalogue().get(exercise)
    return exercise.replace("_", " ").capitalize() if known is None else known.name


def _tenths(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _length(mm: float | None) -> str:
    """A side that drifted the other way, pulled along by the other one, did not make this movement."""
    return _tenths(None if mm is None else max(0.0, mm))


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _count(count: int, noun: str) -> str:
    return f"{_number(count)} {noun}" if count == 1 else f"{_number(count)} {noun}s"


def _long(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def _clock(at_utc: str, zone: tzinfo | None) -> str:
    """The wall clock of the mirror, HH:MM."""
    return f"{datetime.fromisoformat(at_utc).astimezone(zone):%H:%M}"
