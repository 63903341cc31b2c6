"""Names, numbers, times and lines, as the pages of the log write them."""

import textwrap
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final

from mirror.grammar import number as in_words
from mirror.language import plural, translate
from mirror.movement.estimate_text import because
from mirror.perception.face import Side
from mirror.therapy.catalogue import entries

#: Of a line: the terminal that is always wide enough.
COLUMNS: Final = 80
#: Of counts in words; beyond it they are figures.
_MOST_IN_WORDS: Final = 12


def name_of(exercise: str) -> str:
    """What people call it, as on the screen; an exercise of another version by its id."""
    known = entries().get(exercise)
    return exercise.replace("_", " ").capitalize() if known is None else translate(known.name)


def no_estimate(reasons: str | None, affected: str | None) -> str:
    """Why an assessment has no figure for the whole face, from what the log has in ``abstained`` and ``affected``."""
    return because(reasons or "", None if affected is None else Side(affected), _name_within)


def _name_within(about: str) -> str:
    """A movement as the exercise on the screen; the rest before it as it is."""
    return name_of(about) if about in entries() else translate(about)


def number(count: int) -> str:
    return in_words(count) if count <= _MOST_IN_WORDS else str(count)


def counted(form: str, count: int) -> str:
    """A plural form with its ``{count}`` filled in."""
    return form.format(count=number(count))


def times(count: int) -> str:
    """How often."""
    if count <= 2:
        return translate("once") if count == 1 else translate("twice")
    return counted(plural("{count} time", "{count} times", count), count)


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
    return (
        ["\n".join([translate("{heading}:").format(heading=heading), *(wrapped(line, "  ") for line in lines)])]
        if lines
        else []
    )
