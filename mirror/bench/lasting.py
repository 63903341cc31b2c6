"""What a mirror that has run for long still has: its memory, and what its sessions left behind."""

import gc
import os
import threading
from typing import Final

from mirror.bench.blocks import Bench
from mirror.bench.displaying import run
from mirror.bench.memory import refining, resident_mb

#: How many times as many frames as a block of the others: 100 000 in a full run.
LONG: Final = 250
SESSIONS: Final = 30
#: Practices until everything that is opened once has been opened, and seconds of each.
WARM: Final = 2
SESSION_S: Final = 2.0


def growth_mb(bench: Bench) -> float:
    """By how much the memory in use grew over the last 80 % of the frames, in MB: medians of tenths, not peaks."""
    frames, known = LONG * bench.frames, list[float]()

    def watch(number: int) -> None:
        if number % 100 == 0:
            known.append(resident_mb())

    with refining(bench) as refiner:
        run(bench, frames, model_every=3, watch=watch, refining=refiner)
    tenth = len(known) // 10
    early, late = sorted(known[2 * tenth : 3 * tenth]), sorted(known[-tenth:])
    return max(0.0, late[len(late) // 2] - early[len(early) // 2])


def left_behind(bench: Bench) -> float:
    """Threads and open files that thirty practices, each begun and ended with all its threads, leave behind."""
    from mirror.bench.live import sessions

    with sessions(bench, SESSION_S) as practise:
        for _ in range(WARM):
            practise()
        before = left()
        for _ in range(SESSIONS):
            practise()
        return float(left() - before)


def left() -> int:
    """Threads and open files; what is only waiting to be collected is not left behind."""
    gc.collect()
    return _open_files() + threading.active_count()


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))
