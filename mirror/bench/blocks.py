"""Blocks of work, each in a process of its own, alternately: what disturbs the machine disturbs both sides alike."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import Final, Self

from mirror.problem import Problem

#: A block that takes longer than this hangs: the longest take ten minutes on a laptop, and a small board ten times
#: that.
LONGEST_S: Final = 4 * 3600.0


@dataclass(frozen=True, slots=True)
class Bench:
    """What every block is given."""

    folder: str
    """A scratch folder; ``frames.npy`` in it are the pictures of the drawn patient."""
    model: str
    """The landmark bundle of the live path."""
    official: str
    """The official bundle where it was fetched, else the live one: the naive loop's model."""
    film: str
    """A film to measure on instead of the drawn patient; empty without one."""
    frames: int
    """Displayed frames of a block."""

    @classmethod
    def read(cls, text: str) -> Self:
        return cls(**json.loads(text))

    def written(self) -> str:
        return json.dumps(asdict(self))


def block(bench: Bench, work: str) -> float:
    """Do this work once, in a process of its own; returns its value.

    Raises Problem when it does not end in order.
    """
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "mirror.bench.work", work, bench.written()],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST_S,
            check=False,
            env=environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise Problem(f"The bench's work {work} did not end within {LONGEST_S / 3600.0:.0f} hours.") from error
    if ended.returncode != 0:
        last = (ended.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"])[-1]
        raise Problem(f"The bench's work {work} ended with status {ended.returncode}: {last}")
    return float(ended.stdout.decode().split()[-1])


def environment() -> dict[str, str]:
    """Of every process of the bench: nothing is seen or heard, and modules stay compiled, as where it is installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "PYGAME_HIDE_SUPPORT_PROMPT": "1"}


def alternately(
    bench: Bench, ours: str, theirs: str | None, blocks: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """(ours, theirs) one value per block, taken A B A B; the first pair warms the disk's cache and is not kept."""
    one: list[float] = []
    other: list[float] = []
    for _ in range(blocks + 1 if theirs is not None else blocks):
        one.append(block(bench, ours))
        if theirs is not None:
            other.append(block(bench, theirs))
    return tuple(one[-blocks:]), tuple(other[-blocks:])
