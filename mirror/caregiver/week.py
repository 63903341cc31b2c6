"""Days in a row, as boxes: how much of what was planned was done.  Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from mirror.diary.adherence import AdherenceDay
from mirror.diary.wording import counted, number
from mirror.grammar import day_and_month, weekday, weekday_and_date
from mirror.language import plural, translate


class Fill(Enum):
    """How a box looks."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    FREE = "free"
    """Nothing was asked for, or the day has not ended; the mirror was not there yet."""
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Cell:
    """One box."""

    day: date
    fill: Fill
    short: str
    """What stands in it."""
    full: str
    """What it says to somebody who does not see it."""
    letter: str
    """The weekday's first letter."""
    today: bool


def cell(day: date, today: date, counts: Mapping[date, AdherenceDay], short: str | None = None) -> Cell:
    """The box of a day.  ``short`` stands in it; left out, the number of practices does."""
    fill, said = _look(day, today, counts.get(day))
    inside = _inside(fill, counts.get(day)) if short is None else short
    full = translate("{date}: {what}").format(date=weekday_and_date(day), what=said)
    return Cell(day, fill, inside, full, weekday(day)[:1], day == today)


def week_sentence(days: tuple[date, ...], today: date, counts: Mapping[date, AdherenceDay]) -> str:
    """On how many of the days on which something was asked for somebody practised."""
    asked = _asked(days, today, counts)
    practised = sum(counts[day].practised for day in asked)
    if not practised:
        return translate("No practice yet this week.")
    form = plural("Practised on {count} of {all} day so far.", "Practised on {count} of {all} days so far.", len(asked))
    return form.format(count=number(practised), all=number(len(asked)))


def month_sentence(days: tuple[date, ...], today: date, counts: Mapping[date, AdherenceDay]) -> str:
    """The same for a month."""
    asked = _asked(days, today, counts)
    practised = [day for day in asked if counts[day].practised]
    if days[0] > today:
        return translate("This month is still to come.")
    if not practised:
        return translate("No practice in this month.")
    form = plural(
        "Practised on {count} of {all} day, the last time on {date}.",
        "Practised on {count} of {all} days, the last time on {date}.",
        len(asked),
    )
    return form.format(count=number(len(practised)), all=number(len(asked)), date=day_and_month(practised[-1]))


def _asked(days: tuple[date, ...], today: date, counts: Mapping[date, AdherenceDay]) -> list[date]:
    return [day for day in days if day <= today and day in counts and counts[day].counts(today)]


def _look(day: date, today: date, count: AdherenceDay | None) -> tuple[Fill, str]:
    """How the box looks and what it says; ``count`` is None of a day before the log's first."""
    if day > today:
        return Fill.AHEAD, translate("still to come")
    if count is None:
        return Fill.FREE, translate("before the mirror's first day")
    if count.practised:
        said = counted(plural("{count} practice", "{count} practices", count.practices), count.practices)
        return Fill.ALL if count.whole else Fill.SOME, said
    if count.planned == 0:
        return Fill.FREE, translate("nothing planned")
    return (Fill.NONE, translate("no practice")) if day < today else (Fill.FREE, translate("no practice yet"))


def _inside(fill: Fill, count: AdherenceDay | None) -> str:
    return "" if count is None or fill in (Fill.AHEAD, Fill.FREE) else str(count.practices)
