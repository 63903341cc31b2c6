"""TOML files that people write: what stands in them, on which line, and how to say what is not allowed.

The settings, the plan and the catalogue are read through here, so that their faults sound alike.  Pure: text in, data
or a Problem out.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from mirror.problem import Problem

#: Longest piece of a file that an error quotes.
QUOTED_LETTERS: Final = 60

Keys = tuple[str | int, ...]
"""Where something stands: names of tables and keys, and numbers in lists of tables, from 0."""

_WORDS: Final[Mapping[type, str]] = {
    bool: "true or false",
    str: "text in double quotes",
    date: "a date like 2026-12-24, without quotes",
}
_NAME: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_NAMES: Final = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_HEADER: Final = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_NAMES})[ \t]*\]")
_KEY: Final = re.compile(rf"[ \t]*({_NAMES})[ \t]*=")
#: What can hide a line's end or a bracket inside a value, in the order in which it must be tried.
_PIECE: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[{]|[\]}]|\n', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a key may be, in words, where its type does not say it."""

    words: str


@dataclass(frozen=True, slots=True)
class Written:
    """A file as somebody wrote it."""

    name: str
    """What the person calls it: usually its path."""
    data: dict[str, Any]
    lines: Mapping[Keys, int]

    def line_of(self, keys: Keys) -> int:
        """The line of a key, or of the nearest table around it; 0 for what is not in the file."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 0)


def read_written(name: str, content: bytes, noun: str) -> Written:
    """The file, taken apart.  ``noun`` is what one of its lines is called: a setting, a line of a plan.

    Raises Problem naming the first line that is not TOML or not UTF-8.
    """
    try:
        text = content.decode("utf-8-sig")  # Windows' editors put a byte order mark before it
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Problem(f"{name}, line {line}: this is not UTF-8 text; save the file as UTF-8.") from error
    try:
        return Written(name, tomllib.loads(text), dict(_lines(text)))
    except tomllib.TOMLDecodeError as error:
        raise Problem(f"{name}, {_not_toml(text, error, noun)}") from error
    except (RecursionError, ValueError) as error:
        raise Problem(f"{name}: a value in it is too long or too deep to be read; write it more simply.") from error


def allowed(model: type[BaseModel], key: str) -> str:
    """What a key of ``model`` may be, in words."""
    field = model.model_fields[key]
    kind, metadata = _bare(field.annotation)
    return _words(kind, (*field.metadata, *metadata))


def fault_sentence(model: type[BaseModel], fault: ErrorDetails, noun: str) -> str:
    """One thing that pydantic refused, in the mirror's words, without the line."""
    keys = tuple(key for key in fault["loc"] if isinstance(key, str))
    key = keys[-1]
    owner = _model_at(model, keys[:-1])
    where = "" if owner is model else f" in [{'.'.join(keys[:-1])}]"
    if fault["type"] == "extra_forbidden":
        return f"there is no {noun} {quoted(key)}{where}; allowed are {', '.join(owner.model_fields)}."
    if fault["type"] == "missing" and fault["loc"][-1] == key:
        return f"the {noun} {key} is missing{where}; allowed is {allowed(owner, key)}."
    value = as_toml(fault["input"])
    whole = fault["loc"][-1] == key or fault["type"] == "missing"
    what = f"{key} = {value}" if whole else f"{value} in {key}"
    return f"{what} is not allowed; allowed is {allowed(owner, key)}."


def as_toml(value: object) -> str:
    """A value about as it is written in a file."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, (date, time)):
        return value.isoformat()
    return quoted(json.dumps(value, ensure_ascii=False, default=str))


def quoted(text: str) -> str:
    """A piece of a file that fits into a sentence."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    return shown if len(shown) <= QUOTED_LETTERS else f"{shown[:QUOTED_LETTERS]}..."


def _lines(text: str) -> Iterator[tuple[Keys, int]]:
    """Each table and key with its line, the last mention last.  ``text`` is known to be TOML.

    A reader of its own because no TOML library for Python tells the lines of keys.
    """
    table: Keys = ()
    counts: dict[Keys, int] = {}
    at, line = 0, 1
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        if header := _HEADER.match(text, at):
            table = _header_keys(header, counts)
            yield table, line
        elif key := _KEY.match(text, at):
            keys = table + _names(key[1])
            for length in range(len(table) + 1, len(keys) + 1):
                yield keys[:length], line
            end = _end_of_value(text, key.end())
        line += text.count("\n", at, end)
        at = end


def _header_keys(header: re.Match[str], counts: dict[Keys, int]) -> Keys:
    """The table a header opens; one of a list of tables gets its number."""
    keys: Keys = ()
    names = _names(header[2])
    for depth, name in enumerate(names, 1):
        keys = (*keys, name)
        if depth == len(names) and header[1] == "[[":
            counts[keys] = counts.get(keys, -1) + 1
        if keys in counts:
            keys = (*keys, counts[keys])
    return keys


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in re.findall(_NAME, dotted))


def _end_of_value(text: str, start: int) -> int:
    """Behind the line's end that ends a value; lists and long texts go over several lines."""
    depth = 0
    for piece in _PIECE.finditer(text, start):
        if piece[0] in ("[", "{"):
            depth += 1
        elif piece[0] in ("]", "}"):
            depth -= 1
        elif piece[0] == "\n" and depth == 0:
            return piece.end()
    return len(text)


def _not_toml(text: str, error: tomllib.TOMLDecodeError, noun: str) -> str:
    """tomllib knows the line; what it expected there is no help to who only wanted to set a number."""
    rows = text.splitlines()
    found = re.search(r"at line (\d+)", str(error))
    line = int(found[1]) if found else len(rows)
    row = rows[line - 1].strip() if 0 < line <= len(rows) else ""
    return (
        f"line {line}: '{quoted(row)}' is not a {noun}; "
        "allowed is name = value, each name once, with text in double quotes."
    )


def _model_at(model: type[BaseModel], keys: tuple[str, ...]) -> type[BaseModel]:
    """The table that ``keys`` lead to."""
    for key in keys:
        kind, _ = _bare(model.model_fields[key].annotation)
        if get_origin(kind) is tuple:
            kind, _ = _bare(get_args(kind)[0])
        assert _is_table(kind)
        model = kind
    return model


def _words(kind: Any, metadata: tuple[Any, ...]) -> str:
    """What a value of this type may be."""
    for one in metadata:
        if isinstance(one, Allowed):
            return one.words
    if get_origin(kind) is Literal:
        return _either(map(str, get_args(kind)))
    if get_origin(kind) in (tuple, frozenset):
        return f"a list of {_words(*_bare(get_args(kind)[0]))}"
    if _is_table(kind):
        return f"a table with {', '.join(kind.model_fields)}"
    if issubclass(kind, Enum):
        return _either(str(one.value) for one in kind)
    if kind in _WORDS:
        return _WORDS[kind]
    number = "a whole number" if kind is int else "a number"
    ends = [getattr(one, end) for end in ("ge", "le") for one in metadata if hasattr(one, end)]
    return f"{number} from {ends[0]:g} to {ends[1]:g}" if ends else number


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _bare(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without the None of what may be left out and without its limits; and those limits."""
    metadata: tuple[Any, ...] = ()
    while True:
        if get_origin(annotation) in (Union, UnionType):
            annotation = next(kind for kind in get_args(annotation) if kind is not type(None))
        elif get_origin(annotation) is Annotated:
            annotation, *limits = get_args(annotation)
            metadata += tuple(limits)
        else:
            return annotation, metadata


def _either(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
