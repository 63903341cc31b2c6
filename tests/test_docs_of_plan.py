"""docs/plan.md and docs/exercises.md are held to the program."""

import re
import tomllib
from collections.abc import Iterator
from datetime import time
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mirror.therapy.catalogue import Exercise, catalogue, entries, routines
from mirror.therapy.plan import EVERY_DAY, Plan, Weekday
from mirror.therapy.stage import BOUNDS, Stage
from mirror.written import allowed
from tests.therapy.plans import PLAN, STIMULATION
from tests.therapy.plans import plan as parsed

DOCS = Path(__file__).resolve().parent.parent / "docs"


def table_in(field: FieldInfo) -> type[BaseModel] | None:
    """The table a key holds, or holds a list of."""
    kind = field.annotation
    while get_origin(kind) in (Union, UnionType, Annotated, tuple):
        kind = get_args(kind)[0]
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def shown(value: object) -> str:
    """A default as it is written in a plan."""
    if value == EVERY_DAY:
        return "every day"
    if isinstance(value, frozenset):
        return ", ".join(day.value for day in Weekday if day in value)
    if isinstance(value, tuple):
        return ", ".join(map(shown, value))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.value if isinstance(value, Enum) else "none" if value in (None, "") else f"{value}"


def rows(model: type[BaseModel]) -> Iterator[tuple[str, str, str, str]]:
    """The table of a table: key, default, what is allowed, meaning."""
    for key, field in model.model_fields.items():
        if table_in(field) is None:
            default = "needed" if field.is_required() else shown(field.default)
            yield key, default, allowed(model, key), field.description or ""


def tables() -> Iterator[tuple[str, type[BaseModel], str]]:
    """Every table of a plan: its heading, its model, what it is for."""
    yield "At the top", Plan, ""
    for key, field in Plan.model_fields.items():
        inner = table_in(field)
        if inner is not None:
            many = get_origin(field.annotation) is tuple
            yield f"`[[{key}]]`" if many else f"`[{key}]`", inner, field.description or ""


def written(heading: str, model: type[BaseModel], purpose: str) -> str:
    """One part of the page."""
    lines = [
        f"### {heading}",
        "",
        *([purpose, ""] if purpose else []),
        "| key | default | allowed | meaning |",
        "|---|---|---|---|",
    ]
    return "\n".join([*lines, *(f"| `{row[0]}` | {' | '.join(row[1:])} |" for row in rows(model))])


def stages_of(entry) -> str:
    return ", ".join(stage.value for stage in Stage if stage in entry.stages)


def catalogue_rows() -> Iterator[str]:
    """The catalogue as tables."""
    yield "| id | name | for | stages | must stay quiet | source |"
    yield "|---|---|---|---|---|---|"
    for one in catalogue().values():
        quiet = ", ".join(sorted(region.value for region in one.quiet))
        late = " (paretic: with a therapist)" if one.late else ""
        yield f"| `{one.id}` | {one.name} | {one.muscle} | {stages_of(one)}{late} | {quiet} | {one.source} |"
    yield ""
    yield "| id | name | kind | minutes | stages | source |"
    yield "|---|---|---|---|---|---|"
    for timed in routines().values():
        minutes = f"{timed.duration_s / 60:.2g}"
        yield f"| `{timed.id}` | {timed.name} | {timed.kind.value} | {minutes} | {stages_of(timed)} | {timed.source} |"


@pytest.mark.parametrize(
    ("heading", "model", "purpose"), tuple(tables()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_key_of_a_plan_is_documented(heading, model, purpose):
    """With its default, what is allowed and what it means."""
    assert written(heading, model, purpose) in (DOCS / "plan.md").read_text(encoding="utf-8")


def test_every_exercise_and_routine_is_documented():
    """With its stages and where it comes from."""
    assert "\n".join(catalogue_rows()) in (DOCS / "exercises.md").read_text(encoding="utf-8")
    assert all(isinstance(one, Exercise) or one.id in routines() for one in entries().values())


@pytest.mark.parametrize("stage", BOUNDS)
def test_the_bounds_of_a_stage_are_documented(stage):
    """As a plan is held to them."""
    bounds = BOUNDS[stage]
    row = f"| `{stage.value}` | {bounds.repetitions} | {bounds.hold_s} | {bounds.rest_s} | {bounds.effort_percent} |"
    assert row in (DOCS / "plan.md").read_text(encoding="utf-8")


def test_the_example_of_a_prescription_of_stimulation_is_in_order():
    """Who copies it under a plan gets no error but for the dates and the side."""
    (example,) = re.findall(r"```toml\n(\[stimulation\]\n.*?)```", (DOCS / "plan.md").read_text(encoding="utf-8"), re.S)
    assert tomllib.loads(example).keys() == tomllib.loads(STIMULATION).keys()
    assert parsed(PLAN + "\n" + example).stimulation is not None
