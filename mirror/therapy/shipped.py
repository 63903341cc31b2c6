"""The TOML files that come with the mirror: lists of entries, each with an id of its own.

The one place of this room that reads a file; its faults name the file, the line, the entry and the key, so that whoever
adds an entry is told what to mend.
"""

from importlib import resources
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from mirror.problem import Problem
from mirror.written import Keys, Written, as_toml, fault_sentence, read_written

File = TypeVar("File", bound=BaseModel)


def bytes_of(name: str) -> bytes:
    """What stands in a file of this room."""
    return resources.files("mirror.therapy").joinpath(name).read_bytes()


def read_shipped(name: str, content: bytes, noun: str, model: type[File]) -> tuple[Written, File]:
    """The file as it is written, and as ``model`` has it; ids are checked.

    ``noun`` is what one of its lines is called.  Raises Problem for the fault that stands first.
    """
    written = read_written(name, content, noun)
    try:
        file = model.model_validate(written.data)
    except ValidationError as error:
        faults = (_fault(model, found) for found in error.errors())
        keys, sentence = min(faults, key=lambda one: written.line_of(one[0]))
        raise problem_at(written, keys, sentence) from error
    seen: set[str] = set()
    for table in model.model_fields:
        for index, entry in enumerate(getattr(file, table)):
            if entry.id in seen:
                raise problem_at(written, (table, index, "id"), "this id is taken; give each entry its own.")
            seen.add(entry.id)
    return written, file


def refuse(broken: bool, key: str, why: str) -> None:
    """For a model's own rules: what ``key`` must or must not be."""
    if broken:
        raise PydanticCustomError("refused", "{key} {why}", {"key": key, "why": why})


def problem_at(written: Written, keys: Keys, sentence: str) -> Problem:
    """The fault with its file, line and entry; what is missing from the file belongs before its first line."""
    entry = ""
    if len(keys) > 1 and isinstance(keys[1], int):
        row = written.data[str(keys[0])][keys[1]]
        entry = f"{keys[0]} {as_toml(row.get('id', keys[1] + 1))}: "
    return Problem(f"{written.name}, line {max(written.line_of(keys), 1)}: {entry}{sentence}")


def _fault(model: type[BaseModel], found: ErrorDetails) -> tuple[Keys, str]:
    """Where it stands, and its sentence."""
    if found["type"] == "refused":
        return (*found["loc"], found["ctx"]["key"]), f"{found['msg']}."
    return found["loc"], fault_sentence(model, found, "key")
