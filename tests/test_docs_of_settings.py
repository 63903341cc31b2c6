"""docs/settings.md and the trace in docs/commands.md are held to the program."""

import re
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
    import tomllib

    (example,) = re.findall(r"```toml\n(.*?)```", (DOCS / "settings.md").read_text(encoding="utf-8"), re.S)
    Settings.model_validate(tomllib.loads(example))


SOURCES = sorted((DOCS.parent / "mirror" / "kiosk").glob("*.py"))
EVENTS = sorted({kind for source in SOURCES for kind in re.findall(r'event\(\s*\w+,\s*"(\w+)"', source.read_text())})


@pytest.mark.parametrize("kind", EVENTS)
def test_every_event_of_the_trace_is_documented(kind):
    """Scripts read the trace; docs/commands.md says what is in it."""
    assert f"| `{kind}` |" in (DOCS / "commands.md").read_text(encoding="utf-8")


def test_the_events_were_found():
    """The pattern above still finds what the kiosk writes."""
    assert {"scene", "rep", "saved", "button", "led", "cue", "face", "film", "fault"} <= set(EVENTS)
