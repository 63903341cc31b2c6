"""One block of work: ``python -m mirror.bench.work NAME BENCH`` prints its value and nothing else.

Every work is a function of the bench.  Only its own module is imported: what a work needs to be loaded belongs to it.
"""

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Final

from mirror.bench.blocks import Bench

#: Where each work is.
WORKS: Final[Mapping[str, str]] = {
    "frame_every_time": "displaying",
    "frame_at_ten_hz": "displaying",
    "memory_mb": "memory",
    "picture_to_display": "drawing",
    "copy_of_a_picture": "drawing",
    "scene": "drawing",
    "growth_mb": "lasting",
    "left_behind": "lasting",
    "naive_frame": "naive",
    "naive_memory_mb": "memory",
    "rate_with_slow_model": "pacing",
    "rate_without_model": "pacing",
    "interval_99th": "pacing",
    "pair": "photographs",
    "two_landmark_calls": "photographs",
    "frame_to_reading": "seeing",
    "landmark_call": "seeing",
    "hold": "seeing",
    "first_picture": "starting",
    "first_idle_page": "starting",
    "first_landmarks": "starting",
    "import_of_mediapipe": "starting",
    "naive_first_landmarks": "starting",
}
#: The naive loop is left as everyone writes it; a start is a process of its own; of the memory each side has its own.
_AS_IT_IS: Final = ("naive", "starting", "memory")


def main() -> None:
    """As the mirror does, a work keeps OpenCV on one core."""
    name, bench = sys.argv[1:]
    if WORKS[name] not in _AS_IT_IS:
        from mirror.kiosk.start import use_one_core

        use_one_core()
    work = getattr(import_module(f"mirror.bench.{WORKS[name]}"), name)
    value = float(work(Bench.read(bench)))
    # mediapipe writes to standard output too; the value is the last word there.
    print(f"\n{value!r}", flush=True)


if __name__ == "__main__":
    main()
