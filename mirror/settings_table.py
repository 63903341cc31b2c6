"""``mirror settings``: every setting with its value, and where that comes from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mirror.settings import Settings, allowed, load_written
from mirror.written import as_toml


@dataclass(frozen=True, slots=True)
class Line:
    """One setting.  Values are written as they are in the file; ``none`` where one is left out."""

    setting: str
    value: str
    default: str
    source: str
    """``default``, ``settings.toml, line N``, or ``chosen at the mirror``."""
    allowed: str


def settings_table(data_dir: Path, chosen: Mapping[str, object]) -> tuple[Line, ...]:
    """All settings, in the order of the manual.

    ``chosen`` are those that were set at the mirror itself and hold instead of what is written.  Raises Problem for a
    file that is not in order, naming file, line and what is allowed.
    """
    settings, lines = load_written(data_dir)
    return tuple(
        Line(
            name,
            _as_text(chosen.get(name, getattr(settings, name))),
            _as_text(field.default),
            _source(name, chosen, lines),
            allowed(name),
        )
        for name, field in Settings.model_fields.items()
    )


def _source(name: str, chosen: Mapping[str, object], lines: Mapping[str, int]) -> str:
    if name in chosen:
        return "chosen at the mirror"
    return f"settings.toml, line {lines[name]}" if name in lines else "default"


def _as_text(value: object) -> str:
    return "none" if value is None else as_toml(value)


def as_text(table: Sequence[Line]) -> str:
    """Aligned columns under their names; what was changed is marked, so that it is found at a glance."""
    heads = Line("setting", "value", "default", "from", "allowed")
    rows = [tuple(asdict(line).values()) for line in (heads, *table)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    marks = [" ", *(" " if line.source == "default" else "*" for line in table)]
    return "\n".join(
        f"{mark} {'  '.join(text.ljust(width) for text, width in zip(row, widths, strict=False))}  {row[4]}".rstrip()
        for mark, row in zip(marks, rows, strict=True)
    )


def as_line(table: Sequence[Line]) -> str:
    """The same for programs: ``{"settings": [{"setting", "value", "default", "source", "allowed"}]}``."""
    return json.dumps({"settings": [asdict(line) for line in table]}, ensure_ascii=False)
