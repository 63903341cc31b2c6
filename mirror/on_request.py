"""Files that are written because somebody asked for them: what gives way to them, and how they are written.

What is there already gives way only to its own kind: an earlier report to a report, an earlier trace to a trace, and an
empty file to anything.  What a file is called says nothing; it is looked into.  A pipe or a device holds nothing that
could be lost.
"""

import json
import os
import re
import zlib
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Final

from mirror.problem import Problem
from models.durable import write_whole

#: In so many first bytes a line or a Bundle tells what it is.
_BEGINNING_BYTES: Final = 1 << 16
#: More of a file is not looked at.
_MOST_BYTES: Final = 1 << 28
_STREAM: Final = re.compile(rb"stream\r?\n")
#: The name under which the report gives itself away in its metadata (XMP).
_MADE_HERE: Final = b"<xmp:CreatorTool>rehab-mirror"
#: The tables without which there is no log; programs that lay JSON out anew may change their order.
_TABLES: Final = tuple(re.compile(rb'"%s"\s*:\s*\[' % name) for name in (b"sessions", b"repetitions"))
#: Some of the columns that every export of repetitions has had.
_COLUMNS: Final = {"session_id", "exercise", "left_mm", "right_mm"}
#: A Bundle begins with the person, of whom nothing is told.
_BUNDLE: Final = re.compile(
    rb'\s*\{\s*"resourceType"\s*:\s*"Bundle".*?\{\s*"resourceType"\s*:\s*"Patient"\s*\}', re.DOTALL
)
#: The names that the system has for what is open already.
_OPEN: Final = re.compile(r"/(?:dev|proc/self)/fd/(\d{1,6})")
_STANDARD: Final = {"/dev/stdout": 1, "/dev/stderr": 2}
_PLAN: Final = re.compile(rb"^\s*(revision|written_on|valid_until|prescriber|affected_side|stage)\s*=", re.MULTILINE)


def _is_report(content: bytes) -> bool:
    """Its metadata are packed like everything in it."""
    return _MADE_HERE in content or any(_MADE_HERE in _unpacked(content, at.end()) for at in _STREAM.finditer(content))


def _unpacked(content: bytes, start: int) -> bytes:
    """What a stream of a PDF holds, as far as it counts; nothing where it is packed in another way."""
    try:
        return zlib.decompressobj().decompress(content[start : start + _BEGINNING_BYTES], _BEGINNING_BYTES)
    except zlib.error:
        return b""


def _is_json(content: bytes) -> bool:
    return all(table.search(content) for table in _TABLES)


def _is_csv(content: bytes) -> bool:
    named = _first_line(content).decode("utf-8-sig", "replace").strip().split(",")
    return _COLUMNS.issubset(named)


def _is_fhir(content: bytes) -> bool:
    return _BUNDLE.match(content) is not None


def _is_trace(content: bytes) -> bool:
    return _first_has(content, {"t", "event"})


def _is_output(content: bytes) -> bool:
    return _first_has(content, {"t", "output"})


def _first_has(content: bytes, keys: set[str]) -> bool:
    """Whether the first line is a JSON object with these keys."""
    try:
        event = json.loads(_first_line(content))
    except (ValueError, RecursionError):
        return False
    return isinstance(event, dict) and keys <= event.keys()


def _is_plan(content: bytes) -> bool:
    """Also one with faults in it, which somebody is about to mend."""
    return _PLAN.search(content) is not None


def _first_line(content: bytes) -> bytes:
    return content.partition(b"\n")[0]


class Kind(Enum):
    """What can be asked for; the value is what a sentence calls it."""

    REPORT = "report of the mirror"
    JSON = "export of a log as JSON"
    CSV = "export of a log as CSV"
    FHIR = "export of a log as FHIR"
    TRACE = "trace of the mirror"
    PLAN = "plan for the mirror"
    OUTPUT = "output of a simulated stimulator"


_TELLS: Final[dict[Kind, Callable[[bytes], bool]]] = {
    Kind.REPORT: _is_report,
    Kind.JSON: _is_json,
    Kind.CSV: _is_csv,
    Kind.FHIR: _is_fhir,
    Kind.TRACE: _is_trace,
    Kind.PLAN: _is_plan,
    Kind.OUTPUT: _is_output,
}


#: Those that must be read to their end, and how they begin: a film of hours is not read because it has a wrong name.
_LONG: Final = {Kind.REPORT: b"%PDF-", Kind.JSON: b"{"}


def gives_way(path: Path, kind: Kind) -> bool:
    """Whether something of this kind may be written at ``path``: nothing is there, or an earlier one, or an empty file.

    Raises OSError where what is there may not be looked into.
    """
    if not path.is_file() or open_already(path) is not None or path.stat().st_size == 0:
        return True
    return _is_earlier(path, kind)


def open_already(path: Path) -> int | None:
    """The descriptor that a name like ``/dev/stdout`` stands for; None for every other.

    Whoever has opened it has said whether what was in it stays: what is written goes behind what is there.
    """
    found = _OPEN.fullmatch(str(path))
    return int(found[1]) if found else _STANDARD.get(str(path))


def _is_earlier(path: Path, kind: Kind) -> bool:
    with path.open("rb") as file:
        content = file.read(_BEGINNING_BYTES)
        if kind in _LONG:
            if not content.lstrip().startswith(_LONG[kind]):
                return False
            content += file.read(_MOST_BYTES)
    return _TELLS[kind](content)


def refuse_other_file(option: str, path: Path, kind: Kind) -> None:
    """Raise Problem when something of this kind would take the place of anything else."""
    try:
        if gives_way(path, kind):
            return
    except OSError as error:
        raise _cannot_be_written(option, path, error) from error
    raise Problem(f"{option} {path} is there already and is no {kind.value}: choose another file.")


def write_on_request(option: str, path: Path, content: bytes) -> None:
    """Write a file that was asked for; an earlier one stays until the new one is complete.

    Raises Problem where the place refuses.
    """
    try:
        if (descriptor := open_already(path)) is not None:
            with open(os.dup(descriptor), "wb") as file:
                file.write(content)
        elif path.exists() and not path.is_file():
            path.write_bytes(content)  # a pipe or a device; nothing is lost of what it held
        else:
            write_whole(path.resolve(), content)
    except OSError as error:
        raise _cannot_be_written(option, path, error) from error


def _cannot_be_written(option: str, path: Path, error: OSError) -> Problem:
    return Problem(f"{option} {path} cannot be written ({error.strerror}): choose another file.")
