"""What a mirror that has run for long still has: its memory, and what its sessions left behind."""

import os
import threading
from pathlib import Path
from typing import Final

from mirror.bench.blocks import Bench
from mirror.bench.displaying import DISPLAY_HZ, run
from mirror.bench.memory import resident_mb
from mirror.bench.stored import pictures

#: How many times as many frames as a block of the others: 100 000 in a full run.
LONG: Final = 250
SESSIONS: Final = 30


def growth_mb(bench: Bench) -> float:
    """By how much the memory in use grew over the last 80 % of the frames, in MB: medians of tenths, not peaks."""
    frames, known = LONG * bench.frames, list[float]()

    def watch(number: int) -> None:
        if number % 100 == 0:
            known.append(resident_mb())

    run(bench, frames, model_every=3, watch=watch)
    tenth = len(known) // 10
    early, late = sorted(known[2 * tenth : 3 * tenth]), sorted(known[-tenth:])
    return max(0.0, late[len(late) // 2] - early[len(early) // 2])


def left_behind(bench: Bench) -> float:
    """Threads and open files that thirty practices, each begun and ended, leave behind."""
    from mirror.bench.practice import practising

    images = pictures(bench.folder)

    def once() -> None:
        with practising(Path(bench.folder), Path(bench.model), images, 3, 1.0 / DISPLAY_HZ):
            pass

    once()
    before = _open_files() + threading.active_count()
    for _ in range(SESSIONS):
        once()
    return float(_open_files() + threading.active_count() - before)


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))
