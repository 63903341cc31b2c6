"""One image in, 478 points out, whichever line of mediapipe this board can run."""

import importlib.metadata
import platform
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from mirror.perception.face import Image, Points
from mirror.perception.quiet import quiet_start
from mirror.perception.set_aside import set_aside
from mirror.problem import Problem

#: How sure the nets must be before a face counts as found, present and still tracked; mediapipe's own default.
MIN_CONFIDENCE: Final = 0.5


class Input(Enum):
    """What the tracker is shown."""

    FILM = "film"
    """Frames of one scene in their order: each face is looked for where the last one was."""
    STILL = "still"
    """Unrelated photographs: each is searched from scratch."""


class Tracker(Protocol):
    """Finds one face.  Not for use by several threads at once.  Close it, or use it in a ``with`` statement."""

    @property
    def model(self) -> str:
        """Name of the net and the first digits of its checksum, kept with every reading: ``attention-1a2b3c4d5e6f``."""

    def track(self, image_bgr: Image, t_s: float) -> Points | None:
        """The face's points in pixels of the image, or None when no face is seen.

        ``image_bgr`` is (height, width, 3) and unmirrored; ``t_s`` is the time of the frame in seconds.  A time that
        repeats or jumps back is allowed; it counts as the instant after the frame before.
        """

    def close(self) -> None:
        """Let the net go.  Closing twice is allowed."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Line(Enum):
    """The two lines of mediapipe that carry the attention net; see models/README.md for which board runs which."""

    TASKS = "tasks"
    SOLUTIONS = "solutions"


def installed_line() -> Line:
    """The line that is installed: the solutions ended with release 0.10.

    Raises:
        Problem: mediapipe is not installed, or not in a release this processor can start.
    """
    try:
        version = importlib.metadata.version("mediapipe")
    except importlib.metadata.PackageNotFoundError as error:
        raise Problem("mediapipe, which finds the face, is not installed. Run ./install.sh again.") from error
    if version.startswith("0."):
        return Line.SOLUTIONS
    if not _has_atomics():
        raise Problem(
            f"mediapipe {version} cannot start on this processor (no LSE atomics). "
            "Run ./install.sh again: it chooses the release for this board."
        )
    return Line.TASKS


def open_tracker(bundle: Path, source: Input = Input.FILM) -> Tracker:
    """A tracker with the model in ``bundle``.

    Raises:
        Problem: the file is no model bundle, or this board's line of mediapipe cannot use it.
    """
    line = installed_line()
    with quiet_start(), set_aside():
        match line:
            case Line.TASKS:
                from mirror.perception.tasks_line import TasksTracker

                return TasksTracker(bundle, source)
            case Line.SOLUTIONS:
                from mirror.perception.solutions_line import SolutionsTracker

                return SolutionsTracker(bundle, source)


def _has_atomics() -> bool:
    """ARMv8.0 processors (Pi 4 and older) lack the instructions; mediapipe >= 1.0 ends the process there on import."""
    if platform.machine() != "aarch64":
        return True
    described = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    features = [line for line in described.splitlines() if line.startswith("Features")]
    return not features or any("atomics" in line.split() for line in features)
