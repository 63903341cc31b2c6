"""The most memory the mirror had, and the naive loop, both measured alike.

What counts is the process itself, and nothing of the bench:

- The pictures, 86 MB of them, are read from the disk one at a time, as a camera gives them, on both sides.  Held in
  memory they would be the same large part of both, and hide how far the two are apart.
- The peak is that of the process's own memory (``VmHWM``).  What ``getrusage`` tells is no less than the memory of the
  process that it was started from, here of one that has just drawn those pictures: both sides would be the bench.
- sqlite-utils imports pandas where that is installed, as it is for the tests and never on a wall: it is left out.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mirror.bench.blocks import Bench
from mirror.bench.displaying import run
from mirror.bench.naive import run as run_naively
from mirror.bench.stored import FromDisk

if TYPE_CHECKING:
    from mirror.kiosk.refining import Refining

#: Installed with the tests only.
_OF_THE_TESTS: Final = "pandas"


def memory_mb(bench: Bench) -> float:
    """The most memory the mirror ever had."""
    sys.modules[_OF_THE_TESTS] = None  # type: ignore[assignment]  # Python's own way to say that it is not there
    from mirror.kiosk.start import use_one_core

    # As the mirror does.  Only now: what this imports would have brought in what was just left out.
    use_one_core()
    with refining(bench) as refiner:
        run(bench, bench.frames, model_every=3, images=FromDisk(bench.folder), refining=refiner)
    return most_mb()


@contextmanager
def refining(bench: Bench) -> "Iterator[Refining]":
    """What reads the holds, with a tracker of its own, as on the wall; there on a thread of its own."""
    from mirror.kiosk.refining import InlineRefiner
    from mirror.perception.tracker import Input, open_tracker

    with open_tracker(Path(bench.official), Input.STILL) as tracker:
        yield InlineRefiner(tracker)


def naive_memory_mb(bench: Bench) -> float:
    """The same of the loop that everyone writes."""
    run_naively(bench, FromDisk(bench.folder))
    return most_mb()


def most_mb() -> float:
    """The most memory this process has had since it began, in MB of a million bytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (most_kib,) = (int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return most_kib * 1024 / 1e6


def resident_mb() -> float:
    """The memory it has now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
