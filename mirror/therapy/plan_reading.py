"""From the text of a plan to a plan, or to every fault in it with its line."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from mirror.problem import Problem
from mirror.therapy.plan import Plan
from mirror.therapy.plan_rules import faults, faults_apart_from
from mirror.written import Keys, Written, fault_sentence, read_written

NOUN: Final = "line of a plan"
#: In place of what every plan must have and this one has not, so that the rest of it can be judged.  What a rule makes
#: of them is told to nobody.
STAND_INS: Final[dict[str, object]] = {
    "revision": 1,
    "written_on": date(2026, 1, 1),
    "valid_until": date(2026, 1, 2),
    "affected_side": "left",
    "stage": "flaccid",
}
_ENDED: Final = "valid_until = {until} has passed; allowed is today or later, set by who renews the plan."


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
    all_told: bool = True
    """False: something could not be judged before these are mended."""


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
        return Faulty((str(problem),), None, all_told=False)
    found: list[tuple[Keys, str]] = []
    all_told = True
    try:
        plan = Plan.model_validate(written.data)
    except ValidationError as error:
        broken = [one["loc"] for one in error.errors()]
        # A list that is too short because one of its values is refused is one fault, told at the value.
        deepest = [one for one in error.errors() if not any(_within(keys, one["loc"]) for keys in broken)]
        found = [(one["loc"], fault_sentence(Plan, one, "key")) for one in deepest]
        beside, all_told = _rules_beside(written, [keys for keys, _ in found])
        found += beside
    else:
        found = [(one.keys, one.sentence) for one in faults(plan)]
        if not found:
            return Read(plan, written)
    lines = sorted((written.line_of(keys), sentence) for keys, sentence in found)
    return Faulty(tuple(_at(name, line, sentence) for line, sentence in lines), written, all_told)


def _rules_beside(written: Written, broken: list[Keys]) -> tuple[list[tuple[Keys, str]], bool]:
    """What else is out of order, so that a plan need not be checked once for every fault in it; whether that is all.

    Judged without the broken keys, or with something in their place where a plan must have them; what then is at fault
    is told only where the key itself stands in the file and neither it nor anything in it is broken.
    """
    data = deepcopy(written.data)
    for keys in broken:
        _drop(data, keys)
    unknown, complete = _filled_in(data)
    try:
        rest = Plan.model_validate(data)
    except ValidationError:
        return [], False
    found, whole = faults_apart_from(rest, unknown)
    told = [
        (one.keys, one.sentence)
        for one in found
        if one.keys in written.lines and not any(keys == one.keys or _within(keys, one.keys) for keys in broken)
    ]
    return told, complete and whole


def _filled_in(data: dict[str, Any]) -> tuple[set[str], bool]:
    """Fill in what ``data`` lacks to be a plan: the keys of the plan itself that now hold a stand-in; whether the rest
    is all there.  A table that lacks something is taken out."""
    unknown: set[str] = set()
    complete = True
    try:
        Plan.model_validate(data)
    except ValidationError as error:
        for keys in [one["loc"] for one in error.errors() if one["type"] == "missing"]:
            match keys:
                case (str(key),):
                    data[key] = STAND_INS[key]
                    unknown.add(key)
                case ("exercise" | "routine" as noun, int(number), "id"):
                    data[noun][number]["id"] = ""
                case _:
                    data.pop(str(keys[0]), None)
                    complete = False
    return unknown, complete


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


def out_of_date_besides(faulty: Faulty, today: date) -> str | None:
    """That a plan with other faults has ended besides, as far as that can be read and is not told yet."""
    if faulty.written is None:
        return None
    name, line = faulty.written.name, faulty.written.line_of(("valid_until",))
    until = faulty.written.data.get("valid_until")
    told = any(sentence.startswith(_at(name, line, "valid_until")) for sentence in faulty.sentences)
    if told or type(until) is not date or today <= until:
        return None
    return _at(name, line, _ENDED.format(until=until))


def out_of_date(read: Read, today: date) -> str | None:
    """What keeps a plan that is in order from being followed on ``today``, with its line."""
    plan = read.plan
    if today > plan.valid_until:
        return _at(
            read.written.name,
            read.written.line_of(("valid_until",)),
            _ENDED.format(until=plan.valid_until),
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
