"""Every setting, in one table.

Name, type, limits, default, unit and help stand here once; validation, its sentences, ``mirror check`` and
docs/settings.md (held by a test) come from it.  Settings are read once at start, from ``settings.toml`` in the data
directory; nothing reads them in the middle of logic.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from mirror.language import languages
from mirror.own_files import kept_by_a_mirror, written_by_hand
from mirror.problem import Problem
from mirror.written import Allowed, Written, fault_sentence, read_written
from mirror.written import allowed as allowed_in

#: Where the installed mirror keeps the patient's data.
INSTALLED_DATA: Final = Path("/var/lib/rehab-mirror")

#: As ``--camera``, which is read by hardware.camera.spec; a test holds the two together.
_CAMERA: Final = re.compile(
    r"auto|pi|portrait|webcam(:[0-9]{1,3})?|file:(?!\?loop\Z)(?!.*\?(?!loop\Z)[A-Za-z]*\Z).+", re.DOTALL
)


def _known_camera(text: str) -> str:
    if not _CAMERA.fullmatch(text.strip()):
        raise ValueError("no camera")
    return text


Camera = Annotated[
    str,
    AfterValidator(_known_camera),
    Allowed("auto, pi, webcam, webcam:N, file:PATH, file:PATH?loop or portrait"),
]


def _known_language(text: str) -> str:
    if text not in languages():
        raise ValueError("no catalogue")
    return text


Language = Annotated[str, AfterValidator(_known_language), Allowed(" or ".join(languages()))]
#: A pin in BCM numbering.  0 and 1 belong to the HAT's memory, 2 and 3 have fixed pull-ups for I2C.
Pin = Annotated[int, Field(ge=4, le=27)]
#: Left out where there is none.
OptionalPin = Annotated[Pin | None, Allowed("a whole number from 4 to 27")]
#: Pulled down from power-up on; 0 to 8 are pulled up, which would be an edge.
LinePin = Annotated[int, Field(ge=9, le=27)]


def _clock_time(text: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError("no time")
    return text


ClockTime = Annotated[str, AfterValidator(_clock_time)]
OptionalTime = Annotated[ClockTime | None, Allowed('a time of day in double quotes like "22:00"')]


class Settings(BaseModel):
    """The table.  Unknown keys are errors, and so is a value of another type: true is no loudness."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    camera: Camera = Field("auto", description="Which camera sees the face.")
    display: Literal["auto", "kms", "window", "none"] = Field("auto", description="Where the picture goes.")
    rotation_deg: Literal[0, 90, 180, 270] = Field(0, description="Turns the picture clockwise, for a portrait screen.")
    language: Language = Field("en", description="The language of the screen, of the log's pages and of the plan.")
    affected_side: Literal["left", "right", "unknown"] = Field(
        "unknown", description="The side that moves less, where no plan says it."
    )
    view: Literal["true mirror", "healthy half mirrored", "outline", "no face"] = Field(
        "true mirror", description="How the own face is shown at first; a button changes it."
    )
    own_demonstration: bool = Field(
        False,
        description=(
            "Make films of your own healthy half while you practise, and show them as the demonstrations; "
            "turning it on is your consent."
        ),
    )
    volume: float = Field(0.5, ge=0.0, le=1.0, description="Loudness of the cues; 0 is silent.")
    reduced_motion: bool = Field(False, description="No fades between scenes and no breathing ring.")
    light_brightness: float = Field(0.6, ge=0.0, le=1.0, description="Brightness of the reminder light.")
    model_hz: float = Field(
        15.0,
        ge=10.0,
        le=30.0,
        description="How often the face is measured at most, per second; the picture runs at 30.",
    )
    screen_off_min: float = Field(
        10.0,
        ge=1.0,
        le=240.0,
        description="Minutes without anybody until the idle screen goes dark; needs pin_presence.",
    )
    screen_off_from: OptionalTime = Field(None, description="From then on the idle screen is dark, every night.")
    screen_off_to: OptionalTime = Field(None, description="Until then.")
    buttons: Literal["push", "touchless"] = Field(
        "push", description="What the three buttons are: push buttons, or infrared proximity switches."
    )
    touchless_active: Literal["low", "high"] = Field(
        "low", description="What a proximity switch does to its pin when a hand is there."
    )
    pin_back: Pin = Field(17, description="GPIO of the back button, to ground (BCM numbering).")
    pin_select: Pin = Field(27, description="GPIO of the select button, to ground (BCM numbering).")
    pin_next: Pin = Field(22, description="GPIO of the next button, to ground (BCM numbering).")
    pin_stop: Pin = Field(23, description="GPIO of the stop button, to ground (BCM numbering).")
    pin_foot: OptionalPin = Field(
        None, description="GPIO of a foot switch that is a second middle button, to ground (BCM numbering)."
    )
    pin_presence: OptionalPin = Field(
        None, description="GPIO of a presence sensor, high when somebody is there (BCM numbering)."
    )
    pin_light: Pin = Field(18, description="GPIO of the reminder light, active high (BCM numbering).")
    pin_stimulator: LinePin = Field(
        24, description="GPIO of the stimulator's line, see docs/stimulation.md (BCM numbering)."
    )
    pin_hand: Pin = Field(25, description="GPIO of the stimulator's hand button, closes to 3.3 V (BCM numbering).")
    pin_stop_loop: Pin = Field(
        16, description="GPIO of the stimulator's stop loop, closed to 3.3 V unless stopped (BCM numbering)."
    )
    pin_stimulator_ready: OptionalPin = Field(
        None,
        description="GPIO of the stimulator's own ready signal, high when ready, where it has one (BCM numbering).",
    )

    @model_validator(mode="after")
    def _both_times_or_none(self) -> Self:
        if (self.screen_off_from is None) is not (self.screen_off_to is None):
            raise PydanticCustomError(
                "half_a_night",
                "{first} and {second} belong together; set both or neither",
                {"first": "screen_off_from", "second": "screen_off_to"},
            )
        return self

    @model_validator(mode="after")
    def _each_pin_once(self) -> Self:
        named: dict[int, str] = {}
        for name in (name for name in type(self).model_fields if name.startswith("pin_")):
            pin = getattr(self, name)
            if pin is None:
                continue
            if pin in named:
                raise PydanticCustomError(
                    "same_pin",
                    "{first} and {second} are both {pin}; give each its own pin",
                    {"first": named[pin], "second": name, "pin": pin},
                )
            named[pin] = name
        return self


def allowed(name: str) -> str:
    """What the setting ``name`` may be, in words."""
    return allowed_in(Settings, name)


def settings_path(data_dir: Path) -> Path:
    """The file that may hold the settings of this mirror."""
    return data_dir / "settings.toml"


def load(data_dir: Path) -> Settings:
    """The settings of this mirror; the defaults where the file or a key is missing.

    Raises Problem naming file, line, key and what is allowed.
    """
    return load_written(data_dir)[0]


def load_written(data_dir: Path) -> tuple[Settings, dict[str, int]]:
    """The same, and the line of each setting that is written in the file."""
    path = settings_path(data_dir)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Settings(), {}
    except PermissionError as error:
        raise Problem(f"{path} cannot be read ({error.strerror}): change its rights, so that this user may.") from error
    except OSError as error:
        raise Problem(f"{path} cannot be read ({error.strerror}): mend it or remove it.") from error
    written = read_written(str(path), content, "setting")
    try:
        settings = Settings.model_validate(written.data)
    except ValidationError as error:
        raise Problem(_first_fault(written, error)) from error
    return settings, {name: written.line_of((name,)) for name in written.data}


def data_dir(option: Path | None) -> Path:
    """Where the patient's data are: ``--data``, else MIRROR_DATA, else the installed place, else the user's own.

    The folder need not be there yet.  Raises Problem when something else is in its place and for a user without a home.
    """
    if option is not None:
        return _folder("--data", option)
    if named := os.environ.get("MIRROR_DATA"):
        return _folder("MIRROR_DATA =", Path(named))
    return own_data_dir()


def own_data_dir() -> Path:
    """Where the mirror keeps a person's data unless another place is named.

    Raises Problem for a user without a home.
    """
    if INSTALLED_DATA.is_dir():
        return INSTALLED_DATA
    try:
        shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    except RuntimeError as error:
        raise Problem("This user has no home folder: name a folder for the data with --data DIR.") from error
    return Path(shared) / "rehab-mirror"


def _folder(named_by: str, path: Path) -> Path:
    """``path``, if it is a folder or can become one."""
    if path.exists() and not path.is_dir():
        raise Problem(f"{named_by} {path} is a file: name the folder that the data are in, or are to be in.")
    if path.is_symlink() and not path.exists():
        raise Problem(f"{named_by} {path} is a link that leads nowhere: name another folder.")
    return path


def refuse_own_file(option: str, path: Path, data_dir: Path, *others: Path) -> None:
    """Raise Problem when what is to be written would take the place of what a mirror keeps, or of ``others``.

    That is the settings, the plans, the log with its copies and what belongs to it or was set aside, the models and the
    clips, of the mirror of ``data_dir`` and of any other; and every plan, wherever it lies.
    """
    refuse_kept_file(option, path, data_dir, *others)
    if written_by_hand(path):
        raise _would_overwrite(option, path)


def refuse_kept_file(option: str, path: Path, data_dir: Path, *others: Path) -> None:
    """The same for a new plan, which keeps the one that was there: one outside of every data folder is no obstacle."""
    if kept_by_a_mirror(path, data_dir) or path.resolve() in {kept.resolve() for kept in others}:
        raise _would_overwrite(option, path)


def _would_overwrite(option: str, path: Path) -> Problem:
    return Problem(f"{option} {path} would overwrite what is kept there: choose another file.")


def _first_fault(written: Written, error: ValidationError) -> str:
    """The fault that stands first in the file."""
    return min((_fault(written, fault) for fault in error.errors()), key=lambda found: found[0])[1]


def _fault(written: Written, fault: ErrorDetails) -> tuple[int, str]:
    """Its line, and its sentence."""
    if not fault["loc"]:
        names = (fault["ctx"]["first"], fault["ctx"]["second"])
        line = max(written.line_of((name,)) for name in names)
        also = f", {allowed(names[0])}" if fault["type"] == "same_pin" else ""
        return line, f"{written.name}, line {line}: {fault['msg']}{also}."
    line = written.line_of(fault["loc"])
    return line, f"{written.name}, line {line}: {fault_sentence(Settings, fault, 'setting')}"


def language_of(data_dir: Path) -> str:
    """The language of the settings; where those are out of order, English: a log stays readable whatever they say."""
    try:
        return load(data_dir).language
    except Problem:
        return Settings().language
