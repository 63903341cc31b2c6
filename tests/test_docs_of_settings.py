"""docs/settings.md and the trace in docs/commands.md are held to the program."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from mirror.settings import Settings, allowed

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_every_setting_is_documented_with_its_default_limits_and_meaning():
    """Name, default, what is allowed and sentence, in the order of the table."""
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \|$", page, re.M)
    expected = []
    for name, field in Settings.model_fields.items():
        default = field.default
        if default is None:
            shown = "none"
        elif isinstance(default, tuple):
            shown = ", ".join(default)
        else:
            shown = str(default).lower() if isinstance(default, bool) else str(default)
        expected.append((name, shown, allowed(name), field.description))
    assert rows == expected


def test_the_example_is_allowed():
    """Who copies the example gets no error."""
    (example,) = re.findall(r"```toml\n(.*?)```", (DOCS / "settings.md").read_text(encoding="utf-8"), re.S)
    Settings.model_validate(tomllib.loads(example))


def events_of(source):
    """What a module writes into the trace: each kind with the names of what is told; a kind may be one of two."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(attr="event"), args=[_, ast.IfExp(body=one, orelse=other)], keywords=told):
                kinds = (one, other)
            case ast.Call(func=ast.Attribute(attr="event"), args=[_, kind], keywords=told):
                kinds = (kind,)
            case _:
                continue
        for kind in kinds:
            if isinstance(kind, ast.Constant):
                yield kind.value, {keyword.arg for keyword in told}


SOURCES = sorted((DOCS.parent / "mirror" / "kiosk").glob("*.py"))
EVENTS = dict(sorted(found for source in SOURCES for found in events_of(source)))


@pytest.mark.parametrize("kind", EVENTS)
def test_every_event_of_the_trace_is_documented_with_what_it_tells(kind):
    """Scripts read the trace; docs/commands.md says what is in it, and nothing that is not."""
    page = (DOCS / "commands.md").read_text(encoding="utf-8").partition("## The trace")[2]
    (row,) = re.findall(rf"^\| `{kind}` \| (.*) \|$", page, re.M)
    assert EVENTS[kind] <= set(re.findall(r"`(\w+)`", row))


def test_the_events_were_found():
    """All that the manual names are written by the kiosk."""
    page = (DOCS / "commands.md").read_text(encoding="utf-8").partition("## The trace")[2]
    assert sorted(re.findall(r"^\| `(\w+)` \|", page, re.M)) == sorted(EVENTS)
