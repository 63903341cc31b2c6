"""How loud and how bright the mirror was set at the mirror itself: ``adjusted.toml`` beside ``settings.toml``.

What people write by hand is never rewritten by the mirror.  What was chosen in its menu holds instead, until somebody
changes that line of ``settings.toml``: the newest word counts, whoever has spoken it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mirror.problem import Problem
from mirror.settings import Settings, load
from mirror.therapy.menu import Levels
from mirror.written import read_written
from models.durable import write_whole

FILE_NAME: Final = "adjusted.toml"
_Level = Annotated[float, Field(ge=0.0, le=1.0)]


class _Pair(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    volume: _Level
    light_brightness: _Level


class _File(_Pair):
    instead_of: _Pair
    """What settings.toml said when it was chosen."""


@dataclass(frozen=True, slots=True)
class Found:
    """The levels that hold, and where they come from."""

    levels: Levels
    adjusted: tuple[str, ...] = ()
    """Settings that were set at the mirror and hold instead of what settings.toml says."""
    fault: str = ""
    """Why the file of the mirror was passed over; it is written anew the next time somebody adjusts something."""


def levels_of(data_dir: Path, settings: Settings) -> Found:
    """The levels that hold.  A file that cannot be read is no reason to be silent: then the settings hold."""
    written = Levels(settings.volume, settings.light_brightness)
    path = data_dir / FILE_NAME
    try:
        file = _File.model_validate(read_written(str(path), path.read_bytes(), "setting").data)
    except FileNotFoundError:
        return Found(written)
    except (OSError, Problem, ValidationError):
        return Found(written, fault=f"{path} cannot be read, so settings.toml holds: remove it, or adjust anew.")
    adjusted = tuple(
        name
        for name in _Pair.model_fields
        if getattr(file.instead_of, name) == getattr(settings, name) != getattr(file, name)
    )
    return Found(
        Levels(
            volume=file.volume if "volume" in adjusted else written.volume,
            light=file.light_brightness if "light_brightness" in adjusted else written.light,
        ),
        adjusted,
    )


def chosen_at_the_mirror(data_dir: Path) -> dict[str, float]:
    """The settings that hold because somebody chose them at the mirror, with what was chosen.

    Raises Problem for settings that are not in order.
    """
    found = levels_of(data_dir, load(data_dir))
    values = {"volume": found.levels.volume, "light_brightness": found.levels.light}
    return {name: values[name] for name in found.adjusted}


def keep_levels(data_dir: Path, settings: Settings, levels: Levels) -> None:
    """Keep what was chosen at the mirror for its next start.  Raises Problem when the folder cannot be written."""
    path = data_dir / FILE_NAME
    text = (
        "# Chosen at the mirror. It holds until the same line of settings.toml is changed.\n"
        f"volume = {levels.volume}\nlight_brightness = {levels.light}\n\n[instead_of]\n"
        f"volume = {settings.volume}\nlight_brightness = {settings.light_brightness}\n"
    )
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise Problem(
            f"{path} cannot be written ({error.strerror}), so what was adjusted at the mirror holds until it is "
            "switched off: make the folder writable."
        ) from error
