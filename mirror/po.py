"""Translations as they are written: a ``.po`` file of gettext, read into what gettext looks messages up in.

Python's gettext reads only the compiled form.  Compiling takes a moment, so a mirror does it when it starts, and the
written form is the only one there is: nothing has to be built, and nothing can be out of date.
"""

import ast
import gettext
import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from string import Formatter
from typing import Final

from mirror.problem import Problem

#: What stands between context and message, and between the forms of a plural (gettext's manual, "MO Files").
_CONTEXT: Final = "\x04"
_FORM: Final = "\0"
#: The text is read already, and goes on as UTF-8, whatever its header says.
_UTF_8: Final = "Content-Type: text/plain; charset=UTF-8"
_MAGIC: Final = 0x950412DE
_LINE: Final = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])?[ \t]*)?("(?:\\.|[^"\\])*")')


@dataclass(slots=True)
class Entry:
    """One message with what stands for it; ``line`` is where it begins."""

    line: int
    message: str = ""
    many: str = ""
    """The plural of the message; empty without one."""
    context: str | None = None
    forms: dict[int, str] = field(default_factory=dict)
    """What is said instead: form 0, or one per plural form of the language."""
    unsure: bool = False
    """Marked fuzzy: somebody has to look at it first, so that it is not used."""


def translations_of(name: str, text: str) -> gettext.GNUTranslations:
    """The translations in a ``.po`` file's text; ``name`` is what the person calls the file.

    Raises Problem naming the line of what is no such file, and of a translation with a {name} that is not in its
    message, which could not be filled in.
    """
    said: dict[str, str] = {}
    for entry in read_po(name, text):
        _refuse_unknown_names(name, entry)
        forms = [entry.forms[index] for index in sorted(entry.forms)]
        if entry.unsure or not forms or not all(forms):
            continue
        key = entry.message if entry.context is None else entry.context + _CONTEXT + entry.message
        said[key + _FORM + entry.many if entry.many else key] = _FORM.join(forms)
    header = [line for line in said.get("", "").splitlines() if not line.lower().startswith("content-type")]
    said[""] = "\n".join([_UTF_8, *header])
    try:
        return gettext.GNUTranslations(io.BytesIO(_compiled(said)))
    except (ValueError, IndexError) as error:
        raise Problem(f"{name}: its Plural-Forms line is not one that gettext knows ({error}).") from error


def read_po(name: str, text: str) -> Iterator[Entry]:
    """The entries in the order of the file; the first is its header, with an empty message."""
    entry: Entry | None = None
    part, form, unsure = "", 0, False
    for number, row in enumerate(text.splitlines(), 1):
        line = row.strip()
        if not line or line.startswith("#"):
            unsure = unsure or (line.startswith("#,") and "fuzzy" in line)
            continue
        found = _LINE.fullmatch(line)
        if found is None or not (found[1] or part):
            raise Problem(f'{name}, line {number}: expected msgid, msgid_plural or msgstr and a text in "quotes".')
        if found[1] in ("msgctxt", "msgid") and part in ("", "msgstr"):
            if entry is not None:
                yield entry
            entry, unsure = Entry(number, unsure=unsure), False
        part, form = found[1] or part, int(found[2] or 0) if found[1] else form
        assert entry is not None or part not in ("msgctxt", "msgid")
        if entry is None:
            raise Problem(f"{name}, line {number}: {part} stands before its msgid.")
        _take(entry, part, form, ast.literal_eval(found[3]))
    if entry is not None:
        yield entry


def _take(entry: Entry, part: str, form: int, text: str) -> None:
    match part:
        case "msgctxt":
            entry.context = (entry.context or "") + text
        case "msgid":
            entry.message += text
        case "msgid_plural":
            entry.many += text
        case _:
            entry.forms[form] = entry.forms.get(form, "") + text


def names_in(text: str) -> set[str]:
    """What is filled in: ``{count}`` and the like."""
    return {found for _, found, _, _ in Formatter().parse(text) if found is not None}


def _refuse_unknown_names(name: str, entry: Entry) -> None:
    if not entry.message:
        return
    known = names_in(entry.message) | names_in(entry.many)
    for text in entry.forms.values():
        try:
            unknown = sorted(names_in(text) - known)
        except ValueError as error:
            raise Problem(f"{name}, line {entry.line}: a curly bracket is not closed in its translation.") from error
        if unknown:
            raise Problem(
                f"{name}, line {entry.line}: its translation has {{{unknown[0]}}}, which the message has not; "
                f"allowed are the names in the message."
            )


def _compiled(said: dict[str, str]) -> bytes:
    """The form that gettext reads (its manual, "The Format of GNU MO Files"): two tables of lengths and places."""
    pairs = [(key.encode(), text.encode()) for key, text in sorted(said.items())]
    head, count = 7 * 4, len(pairs)
    place = head + 2 * 8 * count
    tables = b""
    texts = b""
    for column in (0, 1):
        for pair in pairs:
            tables += struct.pack("<II", len(pair[column]), place + len(texts))
            texts += pair[column] + b"\0"
    return struct.pack("<7I", _MAGIC, 0, count, head, head + 8 * count, 0, place) + tables + texts
