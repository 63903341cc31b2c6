"""Every setting, in one table.

Name, type, default, unit and help stand here once; validation, ``mirror check`` and the test of docs/settings.md come
from it.  Settings are read once at start, from ``settings.toml`` in the data directory; nothing reads them in the
middle of logic.
"""

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mirror.problem import Problem

#: Where the installed mirror keeps the patient's data.
INSTALLED_DATA: Final = Path("/var/lib/rehab-mirror")

#: A pin in BCM numbering.  0 and 1 belong to the HAT's memory, 2 and 3 have fixed pull-ups for I2C.
Pin = Annotated[int, Field(ge=4, le=27)]


class Settings(BaseModel):
    """The table.  Unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    camera: str = Field(default="auto", description="Camera: auto, pi, webcam[:N], file:PATH[?loop] or portrait.")
    display: Literal["auto", "kms", "window", "none"] = Field(default="auto", description="Where the picture goes.")
    rotation_deg: Literal[0, 90, 180, 270] = Field(0, description="Turns the picture clockwise, for a portrait screen.")
    affected_side: Literal["left", "right", "unknown"] = Field(
        "unknown", description="The side that moves less; needed for the view of the healthy half."
    )
    exercises: tuple[str, ...] = Field(
        ("brow_raise", "eye_closure", "smile"), min_length=1, description="The practice, in order."
    )
    repetitions: int = Field(5, ge=1, le=10, description="Repetitions of each exercise.")
    view: Literal["true mirror", "healthy half mirrored", "outline", "no face"] = Field(
        "true mirror", description="How the own face is shown at first; a button changes it."
    )
    volume: float = Field(0.5, ge=0.0, le=1.0, description="Loudness of the cues; 0 is silent.")
    reduced_motion: bool = Field(False, description="No fades between scenes and no breathing ring.")
    light_brightness: float = Field(0.6, ge=0.0, le=1.0, description="Brightness of the reminder light.")
    model_hz: float = Field(
        15.0, ge=5.0, le=30.0, description="How often the face is measured at most, per second; the picture runs at 30."
    )
    pin_back: Pin = Field(17, description="GPIO of the back button, to ground (BCM numbering).")
    pin_select: Pin = Field(27, description="GPIO of the select button, to ground (BCM numbering).")
    pin_next: Pin = Field(22, description="GPIO of the next button, to ground (BCM numbering).")
    pin_stop: Pin = Field(23, description="GPIO of the stop button, to ground (BCM numbering).")
    pin_light: Pin = Field(18, description="GPIO of the reminder light, active high (BCM numbering).")

    @model_validator(mode="after")
    def _each_pin_once(self) -> Self:
        named: dict[int, str] = {}
        for name in ("pin_back", "pin_select", "pin_next", "pin_stop", "pin_light"):
            pin = getattr(self, name)
            if pin in named:
                raise ValueError(f"{named[pin]} and {name} are both {pin}; give each its own pin")
            named[pin] = name
        return self


def load(data_dir: Path) -> Settings:
    """The settings of this mirror; the defaults where the file or a key is missing.

    Raises Problem naming file, line, key and what is allowed.
    """
    path = data_dir / "settings.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"{path} cannot be read ({error}): mend it or remove it.") from error
    try:
        return Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise Problem(f"{path}: {error}; a setting is written as name = value, text in quotes.") from error
    except ValidationError as error:
        raise Problem(_sentence(path, text, error)) from error


def data_dir(option: Path | None) -> Path:
    """Where the patient's data are: ``--data``, else MIRROR_DATA, else the installed place, else the user's own."""
    if option is not None:
        return option
    if named := os.environ.get("MIRROR_DATA"):
        return Path(named)
    return own_data_dir()


def own_data_dir() -> Path:
    """Where the mirror keeps a person's data unless another place is named."""
    if INSTALLED_DATA.is_dir():
        return INSTALLED_DATA
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "rehab-mirror"


def refuse_own_file(option: str, path: Path, data_dir: Path, *others: Path) -> None:
    """Raise Problem when what is to be written would take the place of the patient's own data or of the film."""
    own = [data_dir / name for name in ("mirror.db", "mirror.db-wal", "mirror.db-shm", "settings.toml")]
    if path.resolve() in {kept.resolve() for kept in (*own, *others)}:
        raise Problem(f"{option} {path} would overwrite what is kept there: choose another file.")


def _sentence(path: Path, text: str, error: ValidationError) -> str:
    """The first fault of a settings file, with its line."""
    fault = error.errors()[0]
    if not fault["loc"]:
        return f"{path}: {fault['msg'].removeprefix('Value error, ')}."
    key = str(fault["loc"][0])
    line = next((n for n, row in enumerate(text.splitlines(), 1) if re.match(rf"\s*{re.escape(key)}\s*=", row)), 1)
    if fault["type"] == "extra_forbidden":
        return f"{path}, line {line}: there is no setting '{key}'; docs/settings.md lists them all."
    help_ = Settings.model_fields[key].description
    return f"{path}, line {line}: {key} = {fault['input']!r} is not allowed: {fault['msg'].lower()}. {help_}"
