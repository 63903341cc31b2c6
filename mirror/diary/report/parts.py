"""What a report is made of: sentences, lists and small tables, and how they are cut short in so many words."""

from collections.abc import Sequence
from dataclasses import dataclass

from mirror.language import plural

#: Letters of somebody's own words that a line of the report has room for.
LONGEST_WORDS = 160


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; the first column names the row."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a page."""

    heading: str
    sentences: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    """A list, what matters most first."""
    tables: tuple[Table, ...] = ()
    remark: str = ""
    """Under it, small."""


def first_of(lines: Sequence[str], most: int) -> tuple[str, ...]:
    """So many lines at most; the last of them says how many there would be more."""
    if len(lines) <= most:
        return tuple(lines)
    rest = len(lines) - most + 1
    more = plural("{count} more is not shown here.", "{count} more are not shown here.", rest).format(count=rest)
    return (*lines[: most - 1], more)


def cut(words: str) -> str:
    """Somebody's own words, on one line and not too long."""
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= LONGEST_WORDS else f"{one_line[: LONGEST_WORDS - 1].rstrip()}…"
