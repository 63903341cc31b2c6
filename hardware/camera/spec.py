"""Which camera is meant: the words after ``--camera``, read."""

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from hardware.problem import DeviceProblem

ALLOWED: Final = "auto, pi, webcam, webcam:N, file:PATH, file:PATH?loop or portrait"


class Source(Enum):
    """The words for a camera."""

    AUTO = "auto"
    PI = "pi"
    WEBCAM = "webcam"
    FILE = "file"
    PORTRAIT = "portrait"


class AfterLast(Enum):
    """What a film does after its last frame."""

    STOP = "stop"
    BEGIN_AGAIN = "loop"


@dataclass(frozen=True, slots=True)
class CameraSpec:
    """A camera as asked for.

    ``number`` is N of /dev/videoN for a webcam, None for the first one found.  ``path`` and ``after_last``
    belong to films.  A portrait needs a function to draw it, so whoever has that function makes a DrawnCamera
    of it.
    """

    source: Source
    number: int | None = None
    path: Path | None = None
    after_last: AfterLast = AfterLast.STOP

    def __str__(self) -> str:
        match self.source:
            case Source.WEBCAM if self.number is not None:
                return f"webcam:{self.number}"
            case Source.FILE:
                return f"file:{self.path}" + ("?loop" if self.after_last is AfterLast.BEGIN_AGAIN else "")
            case _:
                return str(self.source.value)


def parse_camera(text: str) -> CameraSpec:
    """Read ``auto``, ``pi``, ``webcam[:N]``, ``file:PATH[?loop]`` or ``portrait``.

    DeviceProblem for anything else.
    """
    text = text.strip()
    word, colon, rest = text.partition(":")
    match word, colon:
        case (("auto" | "pi" | "portrait" | "webcam"), ""):
            return CameraSpec(Source(word))
        case "webcam", ":":
            return CameraSpec(Source.WEBCAM, number=_number(text, rest))
        case "file", ":":
            return _film(text, rest)
        case _:
            raise DeviceProblem(f"--camera {text or 'nothing'} is not known: allowed is {ALLOWED}.")


def _number(text: str, digits: str) -> int:
    """N of webcam:N."""
    if not re.fullmatch(r"[0-9]{1,3}", digits):
        raise DeviceProblem(f"--camera {text}: after webcam: comes the N of /dev/videoN, as in webcam:1.")
    return int(digits)


def _film(text: str, rest: str) -> CameraSpec:
    """PATH and option of file:PATH?loop.

    A question mark inside a file name stays one unless a bare word follows it.
    """
    path, option = rest, ""
    if found := re.fullmatch(r"(.*)\?([A-Za-z]*)", rest):
        path, option = found.groups()
        if option != "loop":
            raise DeviceProblem(f"--camera {text}: after a film only ?loop is allowed, not ?{option}.")
    if not path:
        raise DeviceProblem(f"--camera {text}: after file: comes the path of a film, as in file:me.mp4.")
    after_last = AfterLast.BEGIN_AGAIN if option else AfterLast.STOP
    try:
        return CameraSpec(Source.FILE, path=Path(path).expanduser(), after_last=after_last)
    except RuntimeError as error:
        raise DeviceProblem(
            f"--camera {text}: there is no such user's home; after file: comes the path of a film, as in file:me.mp4."
        ) from error
