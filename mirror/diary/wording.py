"""Names, numbers, times and lines, as the pages of the log write them."""

import textwrap
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final

from mirror.therapy.catalogue import entries

#: Of a line: the terminal that is always wide enough.
COLUMNS: Final = 80
# fmt: off
_NUMBERS: Final = (
    "no", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)
# fmt: on


def name_of(exercise: str) -> str:
    """What people call it, as on the screen; an exercise of another version by its id."""
    known = entries().get(exercise)
    return exercise.replace("_", " ").capitalize() if known is None else known.name


def number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def counted(count: int, noun: str) -> str:
    return f"{number(count)} {noun}" if count == 1 else f"{number(count)} {noun}s"


def times(count: int) -> str:
    """How often."""
    return {1: "once", 2: "twice"}.get(count, f"{number(count)} times")


def tenths(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def length(mm: float | None) -> str:
    """A side that drifted the other way, pulled along by the other one, did not make this movement."""
    return tenths(None if mm is None else max(0.0, mm))


def clock(at_utc: str, zone: tzinfo | None) -> str:
    """The wall clock of the mirror, HH:MM."""
    return f"{datetime.fromisoformat(at_utc).astimezone(zone):%H:%M}"


def wrapped(text: str, indent: str = "", hanging: str = "  ") -> str:
    """One paragraph within the columns; what has no space in it, as a path, stays in one piece."""
    return textwrap.fill(
        text,
        COLUMNS,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def section(heading: str, lines: Sequence[str]) -> list[str]:
    """A heading and its lines below each other, as one block; none without lines."""
    return ["\n".join([f"{heading}:", *(wrapped(line, "  ") for line in lines)])] if lines else []
