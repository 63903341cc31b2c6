"""What is measured, against what, and what it may be."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirror.bench.blocks import Bench, alternately
from mirror.bench.figure import RATIO, Bound, Figure, at_least, at_most
from mirror.bench.patient import draw
from mirror.perception.official import Official, official_in, official_path
from mirror.problem import Problem


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the table: a work, what it is measured against, and its bound."""

    name: str
    work: str
    other: str | None
    against: str
    bound: Bound
    besides: float = 0.0
    unit: str = RATIO
    reached: float | None = None
    """What it came to where its bound was not met: with the default bundle, with which the naive loop is quicker."""
    long: bool = False
    """Takes minutes: once, and not in a quick look."""


TABLE: Final = (
    Comparison(
        "a frame besides its landmark call",
        "frame_to_reading",
        "landmark_call",
        "the landmark call",
        at_most(1.5),
        besides=1.0,
    ),
    Comparison("the refined reading of a hold", "hold", "landmark_call", "the landmark call", at_most(60.0)),
    Comparison(
        "a displayed frame, model on every one",
        "frame_every_time",
        "naive_frame",
        "the naive loop",
        at_most(0.55),
        reached=1.3,
    ),
    Comparison(
        "a displayed frame, model at 10 Hz",
        "frame_at_ten_hz",
        "naive_frame",
        "the naive loop",
        at_most(0.25),
        reached=0.65,
    ),
    Comparison(
        "display rate beside a model of 200 ms",
        "rate_with_slow_model",
        "rate_without_model",
        "beside none",
        at_least(0.99),
    ),
    Comparison("99th percentile between frames", "interval_99th", None, "the nominal interval", at_most(1.10)),
    Comparison(
        "from picture to display memory",
        "picture_to_display",
        "copy_of_a_picture",
        "a copy of it",
        at_most(4.0),
        reached=20.0,
    ),
    Comparison(
        "start to first picture",
        "first_picture",
        "import_of_mediapipe",
        "import mediapipe alone",
        at_most(0.6),
    ),
    Comparison(
        "start until it can be used",
        "first_idle_page",
        "import_of_mediapipe",
        "import mediapipe alone",
        at_most(1.5),
    ),
    Comparison(
        "start to first landmarks",
        "first_landmarks",
        "naive_first_landmarks",
        "the naive script's",
        at_most(1.1),
    ),
    Comparison("most memory", "memory_mb", "naive_memory_mb", "the naive loop's", at_most(1.0), reached=1.5),
    Comparison("memory growth", "growth_mb", None, "100 000 frames, the last 80 %", at_most(1.0), unit="MB", long=True),
    Comparison("threads and files left", "left_behind", None, "30 practices", at_most(0.0), unit="count", long=True),
    Comparison(
        "a pair of photographs",
        "pair",
        "two_landmark_calls",
        "two landmark calls, official bundle",
        at_most(6.0),
        reached=8.0,
    ),
    Comparison("drawing a scene at 1080x1920", "scene", None, "the 33 ms of a frame", at_most(0.15)),
)
#: Works that use the official bundle.
_OFFICIAL: Final = frozenset({"naive_frame", "naive_memory_mb", "naive_first_landmarks", "pair", "two_landmark_calls"})
#: Blocks on each side of a comparison, and displayed frames of a block.
BLOCKS: Final = 5
FRAMES: Final = 400
QUICK_BLOCKS: Final = 1
QUICK_FRAMES: Final = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to bench."""

    data_dir: Path
    model: Path
    film: Path | None
    quick: bool
    chosen: Sequence[Comparison]


def chosen(only: str | None, quick: bool) -> tuple[Comparison, ...]:
    """The figures that have these words in their name, all of them without any; a quick look has none of the long ones.

    Raises Problem when there is none.
    """
    there = [one for one in TABLE if not (one.long and quick)]
    found = tuple(one for one in there if only is None or (only and only in one.name))
    if not found:
        names = "; ".join(one.name for one in there)
        raise Problem(f"--only {only}: no figure has these words in its name. There are: {names}.")
    return found


def figures(wanted: Wanted, say: Callable[[str], None]) -> Iterator[Figure]:
    """Each figure as soon as it is known.  Raises Problem when the film has too few frames."""
    folder = Path(tempfile.mkdtemp(prefix="mirror-bench-"))
    try:
        draw(folder, wanted.film)
        ready = official_in(wanted.data_dir) is Official.READY
        bench = Bench(
            folder=str(folder),
            model=str(wanted.model),
            official=str(official_path(wanted.data_dir) if ready else wanted.model),
            film="" if wanted.film is None else str(wanted.film),
            frames=QUICK_FRAMES if wanted.quick else FRAMES,
        )
        if not ready and not _OFFICIAL.isdisjoint(name for one in wanted.chosen for name in (one.work, one.other)):
            say("The default bundle takes the official one's place, which is not there: mirror model build --official")
        for one in wanted.chosen:
            blocks = QUICK_BLOCKS if wanted.quick else 1 if one.long else BLOCKS
            say(f"  {one.name}")
            ours, theirs = alternately(bench, one.work, one.other, blocks)
            yield Figure(one.name, one.against, one.bound, ours, theirs, one.besides, one.unit, one.reached)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
