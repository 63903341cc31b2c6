"""Counts, lists and dates in words, in the language the mirror speaks."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from mirror.language import N_, translate

# fmt: off
_NUMBERS: Final = (
    N_("no"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight"),
    N_("nine"), N_("ten"), N_("eleven"), N_("twelve"), N_("thirteen"), N_("fourteen"), N_("fifteen"), N_("sixteen"),
    N_("seventeen"), N_("eighteen"), N_("nineteen"),
)
_TENS: Final = (
    N_("twenty"), N_("thirty"), N_("forty"), N_("fifty"), N_("sixty"), N_("seventy"), N_("eighty"), N_("ninety"),
)
_DAYS: Final = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)
_MONTHS: Final = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)
_SHORT_MONTHS: Final = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"),
    N_("Nov"), N_("Dec"),
)
# fmt: on


def number(count: int) -> str:
    """A count in words below a hundred, in figures beyond."""
    if 0 <= count < len(_NUMBERS):
        return translate(_NUMBERS[count])
    if not 0 <= count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    if ones == 0:
        return translate(_TENS[tens - 2])
    return translate("{tens}-{ones}").format(tens=translate(_TENS[tens - 2]), ones=translate(_NUMBERS[ones]))


def sentence_case(text: str) -> str:
    """The first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(parts) == 1:
        return parts[0]
    return translate("{others} and {last}").format(others=", ".join(parts[:-1]), last=parts[-1])


def weekday(day: date) -> str:
    """``Saturday``."""
    return translate(_DAYS[day.weekday()])


def day_and_month(day: date) -> str:
    """``21 November``."""
    return translate("{day} {month}").format(day=day.day, month=month(day))


def day_and_short_month(day: date) -> str:
    """``21 Nov``: where there is little room."""
    return translate("{day} {month}").format(day=day.day, month=translate(_SHORT_MONTHS[day.month - 1]))


def month(day: date) -> str:
    """``November``."""
    return translate(_MONTHS[day.month - 1])


def weekday_and_date(day: date) -> str:
    """``Saturday 21 November``."""
    return translate("{weekday} {date}").format(weekday=weekday(day), date=day_and_month(day))


def long_date(day: date) -> str:
    """``21 November 2026``."""
    return translate("{date} {year}").format(date=day_and_month(day), year=day.year)


def short_date(day: date) -> str:
    """``21 Nov 2026``: where there is little room."""
    return translate("{date} {year}").format(date=day_and_short_month(day), year=day.year)
