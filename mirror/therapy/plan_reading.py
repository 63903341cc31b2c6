"""From the text of a plan to a plan, or to every fault in it with its line."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from mirror.problem import Problem
from mirror.therapy.plan import Plan
from mirror.therapy.plan_rules import faults
from mirror.written import Keys, Written, fault_sentence, read_written

NOUN: Final = "line of a plan"


@dataclass(frozen=True, slots=True)
class Read:
    """A plan as it was written, found to be in order."""

    plan: Plan
    written: Written


@dataclass(frozen=True, slots=True)
class Faulty:
    """A plan that cannot be followed."""

    sentences: tuple[str, ...]
    """One per fault, with file and line, in the order of the lines."""
    written: Written | None
    """None: it is not even TOML."""


def read_plan(name: str, content: bytes) -> Read | Faulty:
    """The plan in a file called ``name``.  Whether it is in date is for who follows it."""
    try:
        return _read(name, content)
    except Exception as error:
        # The boundary: whatever somebody has written there, the mirror goes on with its safe plan and says so.
        told = f"{name}: it cannot be read ({type(error).__name__}); begin anew with what `mirror plan new` writes."
        return Faulty((told,), None)


def _read(name: str, content: bytes) -> Read | Faulty:
    try:
        written = read_written(name, content, NOUN)
    except Problem as problem:
        return Faulty((str(problem),), None)
    found: list[tuple[Keys, str]] = []
    try:
        plan = Plan.model_validate(written.data)
    except ValidationError as error:
        broken = [one["loc"] for one in error.errors()]
        # A list that is too short because one of its values is refused is one fault, told at the value.
        deepest = [one for one in error.errors() if not any(_within(keys, one["loc"]) for keys in broken)]
        found = [(one["loc"], fault_sentence(Plan, one, "key")) for one in deepest]
        found += _rules_beside(written, [keys for keys, _ in found])
    else:
        found = [(one.keys, one.sentence) for one in faults(plan)]
        if not found:
            return Read(plan, written)
    lines = sorted((written.line_of(keys), sentence) for keys, sentence in found)
    return Faulty(tuple(_at(name, line, sentence) for line, sentence in lines), written)


def _rules_beside(written: Written, broken: list[Keys]) -> list[tuple[Keys, str]]:
    """What else is out of order, so that a plan need not be checked once for every fault in it.

    Judged without the broken keys, and only where the plan still is one without them; what then is at fault is told
    only where the key itself stands in the file and nothing in it is broken.
    """
    data = deepcopy(written.data)
    for keys in broken:
        _drop(data, keys)
    try:
        rest = Plan.model_validate(data)
    except ValidationError:
        return []
    return [
        (one.keys, one.sentence)
        for one in faults(rest)
        if one.keys in written.lines and not any(_within(keys, one.keys) for keys in broken)
    ]


def _within(keys: Keys, around: Keys) -> bool:
    """Whether ``keys`` lead to a place inside that of ``around``."""
    return len(keys) > len(around) and keys[: len(around)] == around


def _drop(data: Any, keys: Keys) -> None:
    """Take a key out; of a list all of it, so that the others keep their numbers."""
    *way, last = keys
    for key in way:
        if isinstance(data, dict) and key not in data:
            return  # taken out already, with an earlier fault in it
        inner = data[key]
        if isinstance(inner, list) and not (inner and isinstance(inner[0], dict)):
            data.pop(key)
            return
        data = inner
    data.pop(last, None)


def out_of_date(read: Read, today: date) -> str | None:
    """What keeps a plan that is in order from being followed on ``today``, with its line."""
    plan = read.plan
    if today > plan.valid_until:
        return _at(
            read.written.name,
            read.written.line_of(("valid_until",)),
            f"valid_until = {plan.valid_until} has passed; allowed is today or later, set by who renews the plan.",
        )
    if today < plan.written_on:
        return _at(
            read.written.name,
            read.written.line_of(("written_on",)),
            f"written_on = {plan.written_on} is still to come; allowed is today ({today}) or earlier.",
        )
    return None


def _at(name: str, line: int, sentence: str) -> str:
    """``line`` 0: something is missing that belongs before the first table."""
    return f"{name}, line {max(line, 1)}: {sentence}"
