"""What stands between the line and the stimulator: a retriggerable monostable, as a function and as a process.

``python -m hardware.stimulator.monostable FILE`` reads levels from standard input, one byte each (``1`` or ``0``), and
writes each change of its output to FILE, one JSON object per line: ``{"t": monotonic seconds, "output": "on"}``.  It is
a process of its own so that it goes on measuring when the guard is killed or stopped, as the real one does.
"""

import json
import os
import select
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hardware.stimulator.timing import HOLD_S

HIGH: Final = b"1"
LOW: Final = b"0"


@dataclass(frozen=True, slots=True)
class Interval:
    """The output was on from here to there, monotonic seconds."""

    on_s: float
    off_s: float

    @property
    def lasted_s(self) -> float:
        return self.off_s - self.on_s


def output_of(edges: Iterable[tuple[float, bool]], hold_s: float = HOLD_S) -> Iterator[Interval]:
    """When the output is on for these edges: from a rising one until ``hold_s`` after the last rising one.

    ``edges`` in the order of time, as ``RecordedLine`` keeps them.  A level that stays high does nothing more.
    """
    on_s = last_s = None
    for t_s, high in edges:
        if not high:
            continue
        if on_s is None or last_s is None or t_s > last_s + hold_s:
            if on_s is not None and last_s is not None:
                yield Interval(on_s, last_s + hold_s)
            on_s = t_s
        last_s = t_s
    if on_s is not None and last_s is not None:
        yield Interval(on_s, last_s + hold_s)


def intervals_in(path: Path) -> list[Interval]:
    """What the process has written so far; an interval that is not over ends at infinity."""
    found: list[Interval] = []
    on_s: float | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        change = json.loads(line)
        if change["output"] == "on":
            on_s = change["t"]
        elif on_s is not None:
            found.append(Interval(on_s, change["t"]))
            on_s = None
    return found if on_s is None else [*found, Interval(on_s, float("inf"))]


def behave(levels: int, out: Path) -> None:
    """Until ``levels``, a file descriptor, has ended and the output is off."""
    ends_s: float | None = None
    high = False
    with out.open("a", encoding="utf-8", buffering=1) as changes:

        def tell(output: str) -> None:
            changes.write(json.dumps({"t": round(time.monotonic(), 6), "output": output}) + "\n")

        while True:
            wait_s = None if ends_s is None else max(ends_s - time.monotonic(), 0.0)
            ready, _, _ = select.select([levels], [], [], wait_s)
            now_s = time.monotonic()
            if ends_s is not None and now_s >= ends_s:
                tell("off")
                ends_s = None
            if not ready:
                continue
            told = os.read(levels, 4096)
            if not told:
                break
            for level in told:
                rises = bytes([level]) == HIGH and not high
                high = bytes([level]) == HIGH
                if rises:
                    if ends_s is None:
                        tell("on")
                    ends_s = now_s + HOLD_S
        if ends_s is not None:
            time.sleep(max(ends_s - time.monotonic(), 0.0))
            tell("off")


if __name__ == "__main__":
    behave(sys.stdin.fileno(), Path(sys.argv[1]))
