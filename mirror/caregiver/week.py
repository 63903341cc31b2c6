"""Days in a row, as boxes: how much of what was planned was done.  Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from mirror.diary.wording import counted, number
from mirror.grammar import day_and_month, weekday, weekday_and_date
from mirror.language import plural, translate


class Fill(Enum):
    """How a box looks: full, dashed, empty, or not there yet."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Count:
    """What was done on a day, and what the plan asked for; None where no plan is known."""

    done: int = 0
    planned: int | None = None


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


def cell(day: date, today: date, counts: Mapping[date, Count], short: str | None = None) -> Cell:
    """The box of a day.  ``short`` stands in it; left out, the number of practices does."""
    count = counts.get(day, Count())
    ahead = day > today
    when = weekday_and_date(day)
    if ahead:
        fill, said = Fill.AHEAD, translate("still to come")
    else:
        fill, said = _fill(count), _practices(count.done)
    inside = ("" if ahead else str(count.done)) if short is None else short
    full = translate("{date}: {what}").format(date=when, what=said)
    return Cell(day, fill, inside, full, weekday(day)[:1], day == today)


def week_sentence(days: tuple[date, ...], today: date, counts: Mapping[date, Count]) -> str:
    """On how many days of those that have begun somebody practised."""
    begun = [day for day in days if day <= today]
    practised = sum(counts.get(day, Count()).done > 0 for day in begun)
    if not practised:
        return translate("No practice yet this week.")
    form = translate("Practised on {count} of {all} days so far.")
    return form.format(count=number(practised), all=number(len(begun)))


def month_sentence(days: tuple[date, ...], today: date, counts: Mapping[date, Count]) -> str:
    """The same for a month."""
    begun = [day for day in days if day <= today]
    practised = [day for day in begun if counts.get(day, Count()).done > 0]
    if not begun:
        return translate("This month is still to come.")
    if not practised:
        return translate("No practice in this month.")
    form = translate("Practised on {count} of {all} days, the last time on {date}.")
    return form.format(count=number(len(practised)), all=number(len(begun)), date=day_and_month(practised[-1]))


def _fill(count: Count) -> Fill:
    if not count.done:
        return Fill.NONE
    return Fill.SOME if count.planned is not None and count.done < count.planned else Fill.ALL


def _practices(done: int) -> str:
    if not done:
        return translate("no practice")
    return counted(plural("{count} practice", "{count} practices", done), done)
